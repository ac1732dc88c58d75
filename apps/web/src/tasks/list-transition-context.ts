'use client';

import { createContext, startTransition } from 'react';

/** The transition that every change of the list's URL runs in, so that the list can show that the next one is on its way. */
export const ListTransitionContext = createContext(startTransition);
