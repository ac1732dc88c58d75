import type { Http } from './http/http.ts';
import { path } from './http/path.ts';
import { writeJson } from './json/write-json.ts';
import type { CallOptions } from './options.ts';
import type { Control, Queue, QueueSettings } from './resources/queue.ts';
import type { ReasonOptions } from './tasks.ts';

export interface QueueCalls {
  /** All of them. */
  list: (options?: CallOptions) => Promise<Queue[]>;
  get: (name: string, options?: CallOptions) => Promise<Queue>;
  /** Makes a queue, or gives one exactly these settings: what is left out gets its default. Throws FORBIDDEN for all but administrators. */
  put: (name: string, settings: QueueSettings, options?: ReasonOptions) => Promise<Queue>;
  /** Changes what is given, and nothing else. */
  patch: (name: string, settings: QueueSettings, options?: ReasonOptions) => Promise<Queue>;
  /** Nothing of it starts any more; what runs goes on. */
  pause: (name: string, options: ReasonOptions & { reason: string }) => Promise<Queue>;
  resume: (name: string, options?: ReasonOptions) => Promise<Queue>;
  /** Throws CONFLICT while it has unfinished tasks, a schedule uses it, or it is `default`. */
  delete: (name: string, options?: ReasonOptions) => Promise<void>;
}

export interface ControlCalls {
  get: (options?: CallOptions) => Promise<Control>;
  /** Sets the limit over all queues; null is none. */
  patch: (change: { concurrencyLimit: number | null }, options?: ReasonOptions) => Promise<Control>;
}

export function queueCalls(http: Http): QueueCalls {
  const turn = async (name: string, verb: string, { reason, ...options }: ReasonOptions) =>
    http.json<Queue>(
      { method: 'POST', path: path`/queues/${name}/${verb}`, body: writeJson({ reason }), isRepeatable: true },
      options,
    );
  const write = async (method: 'PUT' | 'PATCH', name: string, settings: QueueSettings, own: ReasonOptions = {}) => {
    const { reason, ...options } = own;
    return http.json<Queue>({ method, path: path`/queues/${name}`, body: writeJson({ ...settings, reason }) }, options);
  };
  return {
    list: async (options) => (await http.json<{ items: Queue[] }>({ method: 'GET', path: '/queues' }, options)).items,
    get: async (name, options) => http.json({ method: 'GET', path: path`/queues/${name}` }, options),
    put: async (name, settings, options) => write('PUT', name, settings, options),
    patch: async (name, settings, options) => write('PATCH', name, settings, options),
    pause: async (name, options) => turn(name, 'pause', options),
    resume: async (name, options = {}) => turn(name, 'resume', options),
    delete: async (name, { reason, ...options } = {}) => {
      await http.text({ method: 'DELETE', path: path`/queues/${name}`, body: writeJson({ reason }) }, options);
    },
  };
}

export function controlCalls(http: Http): ControlCalls {
  return {
    get: async (options) => http.json({ method: 'GET', path: '/control' }, options),
    patch: async (change, { reason, ...options } = {}) =>
      http.json({ method: 'PATCH', path: '/control', body: writeJson({ ...change, reason }) }, options),
  };
}
