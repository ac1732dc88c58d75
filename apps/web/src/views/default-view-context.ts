'use client';

import { createContext, useContext } from 'react';

/** Whether the list without a filter opens with a view: then the whole list must be asked for by name. */
export const DefaultViewContext = createContext(false);

export const useHasDefaultView = () => useContext(DefaultViewContext);
