'use client';

import { lazy, Suspense } from 'react';

// Every page brings the ways in which it may fail along: what they show is loaded when they do.
const NotFoundBody = lazy(async () => ({ default: (await import('./not-found-body.tsx')).NotFoundBody }));

export function NotFoundState(words: { title: string; description: string }) {
  return (
    <Suspense>
      <NotFoundBody {...words} />
    </Suspense>
  );
}
