import type { Http } from './http/http.ts';
import { writeJson } from './json/write-json.ts';
import type { CallOptions } from './options.ts';
import type { Retention, RetentionPreview } from './resources/retention.ts';
import type { ReasonOptions } from './tasks.ts';

export interface RetentionCalls {
  get: (options?: CallOptions) => Promise<Retention>;
  /** What a run would delete now. Nothing is deleted or locked. */
  preview: (options?: CallOptions) => Promise<RetentionPreview>;
  /** Has what is over deleted now; a run that waits or is under way is the one. Throws FORBIDDEN for all but administrators. */
  run: (options?: ReasonOptions) => Promise<{ id: string }>;
}

export function retentionCalls(http: Http): RetentionCalls {
  return {
    get: async (options) => http.json({ method: 'GET', path: '/retention' }, options),
    preview: async (options) => http.json({ method: 'GET', path: '/retention/preview' }, options),
    run: async ({ reason, ...options } = {}) => {
      // Twice is one run, or one that finds nothing more.
      const call = { method: 'POST', path: '/retention/run', body: writeJson({ reason }), isRepeatable: true } as const;
      return http.json(call, options);
    },
  };
}
