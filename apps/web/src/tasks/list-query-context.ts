'use client';

import { createContext, useContext } from 'react';

/** The query of the list that rows stand in, which their links carry along; null where there is none. */
export const ListQueryContext = createContext<string | null>(null);

export const useListQuery = () => useContext(ListQueryContext);
