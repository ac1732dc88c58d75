import type { Http } from './http/http.ts';
import { path } from './http/path.ts';
import { unlessDone } from './http/unless-done.ts';
import { writeJson } from './json/write-json.ts';
import type { CallOptions } from './options.ts';
import type { Schedule, ScheduleSettings, Tick } from './resources/schedule.ts';
import type { ReasonOptions } from './tasks.ts';

export interface ScheduleCalls {
  /** All of them. */
  list: (options?: CallOptions) => Promise<Schedule[]>;
  get: (name: string, options?: CallOptions) => Promise<Schedule>;
  /** Makes a schedule, or gives one exactly these settings: what is left out gets its default. */
  put: (name: string, settings: ScheduleSettings, options?: ReasonOptions) => Promise<Schedule>;
  /** Changes what is given, and nothing else; a task replaces the earlier one as a whole. */
  patch: (name: string, settings: Partial<ScheduleSettings>, options?: ReasonOptions) => Promise<Schedule>;
  delete: (name: string, options?: ReasonOptions) => Promise<void>;
  /** Enqueues its task now, also while it is paused; its next tick stays as it is. Never tried again by itself, but for an answer of 429. */
  run: (name: string, options?: ReasonOptions) => Promise<{ taskId: string }>;
  /** No tick enqueues any more; tasks that are there go on. Throws CONFLICT when it is paused already. */
  pause: (name: string, options: ReasonOptions & { reason: string }) => Promise<Schedule>;
  /** Throws CONFLICT when it is not paused. */
  resume: (name: string, options?: ReasonOptions) => Promise<Schedule>;
  /** What became of the newest 100 ticks, newest first. */
  ticks: (name: string, options?: CallOptions) => Promise<Tick[]>;
}

export function scheduleCalls(http: Http): ScheduleCalls {
  const get: ScheduleCalls['get'] = async (name, options) =>
    http.json({ method: 'GET', path: path`/schedules/${name}` }, options);
  const turn = async (name: string, verb: 'pause' | 'resume', own: ReasonOptions = {}) =>
    unlessDone(post<Schedule>(name, verb, true, own), 'CONFLICT', async () => {
      const { reason: _reason, ...options } = own;
      const schedule = await get(name, options);
      return schedule.paused === (verb === 'pause') ? schedule : null;
    });
  const post = async <T>(name: string, verb: string, isRepeatable: boolean, own: ReasonOptions = {}) => {
    const { reason, ...options } = own;
    const target = path`/schedules/${name}/${verb}`;
    return http.json<T>({ method: 'POST', path: target, body: writeJson({ reason }), isRepeatable }, options);
  };
  const write = async (
    method: 'PUT' | 'PATCH',
    name: string,
    settings: Partial<ScheduleSettings>,
    own: ReasonOptions = {},
  ) => {
    const { reason, ...options } = own;
    const body = writeJson({ ...settings, reason });
    return http.json<Schedule>({ method, path: path`/schedules/${name}`, body }, options);
  };
  return {
    list: async (options) =>
      (await http.json<{ items: Schedule[] }>({ method: 'GET', path: '/schedules' }, options)).items,
    get,
    put: async (name, settings, options) => write('PUT', name, settings, options),
    patch: async (name, settings, options) => write('PATCH', name, settings, options),
    delete: async (name, { reason, ...options } = {}) => {
      const call = { method: 'DELETE', path: path`/schedules/${name}`, body: writeJson({ reason }) } as const;
      await unlessDone(http.text(call, options), 'NOT_FOUND', () => '');
    },
    run: async (name, options) => post(name, 'run', false, options),
    pause: async (name, options) => turn(name, 'pause', options),
    resume: async (name, options) => turn(name, 'resume', options),
    ticks: async (name, options) =>
      (await http.json<{ items: Tick[] }>({ method: 'GET', path: path`/schedules/${name}/ticks` }, options)).items,
  };
}
