'use client';

import type { Qualifier } from '@raydeck/core';
import { useRef, useState, useTransition } from 'react';
import { suggestValuesAction } from './actions.ts';
import { knownValues } from './completions.ts';

/** Values of the qualifiers; those that only the server knows are asked for when somebody begins to write one. */
export function useFilterValues() {
  const [values, setValues] = useState<Partial<Record<Qualifier, readonly string[]>>>(knownValues);
  const asked = useRef(new Set<Qualifier>());
  const [pending, startTransition] = useTransition();
  const load = (qualifier: Qualifier) => {
    if (knownValues[qualifier] || asked.current.has(qualifier)) return;
    asked.current.add(qualifier);
    startTransition(async () => {
      // Without suggestions one can still write.
      const result = await suggestValuesAction({ qualifier }).catch(() => null);
      if (result?.ok) setValues((before) => ({ ...before, [qualifier]: result.value }));
      else asked.current.delete(qualifier);
    });
  };
  return { valuesOf: (qualifier: Qualifier) => values[qualifier] ?? [], load, pending };
}
