import { RaydeckError } from '@raydeck/core';
import { notFound } from 'next/navigation';

/** For what a page's address names: the page of what is not there, when it is not. */
export function unlessAbsent(error: unknown): never {
  if (error instanceof RaydeckError && error.code === 'NOT_FOUND') notFound();
  throw error;
}
