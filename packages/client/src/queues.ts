import type { Http } from './http/http.ts';
import { path } from './http/path.ts';
import { unlessDone } from './http/unless-done.ts';
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
  /** Nothing of it starts any more; what runs goes on. Throws CONFLICT when it is paused already. */
  pause: (name: string, options: ReasonOptions & { reason: string }) => Promise<Queue>;
  /** Throws CONFLICT when it is not paused. */
  resume: (name: string, options?: ReasonOptions) => Promise<Queue>;
  /** Throws PRECONDITION while it has unfinished tasks, a schedule uses it, or it is `default`. */
  delete: (name: string, options?: ReasonOptions) => Promise<void>;
}

export interface ControlCalls {
  get: (options?: CallOptions) => Promise<Control>;
  /** Sets the limit over all queues; null is none. */
  patch: (change: { concurrencyLimit: number | null }, options?: ReasonOptions) => Promise<Control>;
  /** Nothing of any queue is claimed until `resume`; what runs goes on. */
  pause: (options: ReasonOptions & { reason: string }) => Promise<Control>;
  resume: (options?: ReasonOptions) => Promise<Control>;
}

export function queueCalls(http: Http): QueueCalls {
  const get: QueueCalls['get'] = async (name, options) =>
    http.json({ method: 'GET', path: path`/queues/${name}` }, options);
  const turn = async (name: string, verb: 'pause' | 'resume', { reason, ...options }: ReasonOptions) => {
    const body = writeJson({ reason });
    const call = { method: 'POST', path: path`/queues/${name}/${verb}`, body, isRepeatable: true } as const;
    return unlessDone(http.json<Queue>(call, options), 'CONFLICT', async () => {
      const queue = await get(name, options);
      return queue.paused === (verb === 'pause') ? queue : null;
    });
  };
  const write = async (method: 'PUT' | 'PATCH', name: string, settings: QueueSettings, own: ReasonOptions = {}) => {
    const { reason, ...options } = own;
    return http.json<Queue>({ method, path: path`/queues/${name}`, body: writeJson({ ...settings, reason }) }, options);
  };
  return {
    list: async (options) => (await http.json<{ items: Queue[] }>({ method: 'GET', path: '/queues' }, options)).items,
    get,
    put: async (name, settings, options) => write('PUT', name, settings, options),
    patch: async (name, settings, options) => write('PATCH', name, settings, options),
    pause: async (name, options) => turn(name, 'pause', options),
    resume: async (name, options = {}) => turn(name, 'resume', options),
    delete: async (name, { reason, ...options } = {}) => {
      const call = { method: 'DELETE', path: path`/queues/${name}`, body: writeJson({ reason }) } as const;
      await unlessDone(http.text(call, options), 'NOT_FOUND', () => '');
    },
  };
}

export function controlCalls(http: Http): ControlCalls {
  const get: ControlCalls['get'] = async (options) => http.json({ method: 'GET', path: '/control' }, options);
  const turn = async (verb: 'pause' | 'resume', { reason, ...options }: ReasonOptions) => {
    const call = { method: 'POST', path: `/control/${verb}`, body: writeJson({ reason }), isRepeatable: true } as const;
    return unlessDone(http.json<Control>(call, options), 'CONFLICT', async () => {
      const control = await get(options);
      return control.paused === (verb === 'pause') ? control : null;
    });
  };
  return {
    get,
    pause: async (options) => turn('pause', options),
    resume: async (options = {}) => turn('resume', options),
    patch: async (change, { reason, ...options } = {}) =>
      http.json({ method: 'PATCH', path: '/control', body: writeJson({ ...change, reason }) }, options),
  };
}
