import type { AttemptFact, History, TaskFact } from './history.ts';

/** A history in which all is well: one task that failed once and succeeded then, one that was canceled while it waited. */
export function goodHistory(): History {
  const first = attempt({
    id: 'a1',
    number: 1,
    state: 'FAILED',
    executionId: 'e1',
    errorClass: 'builtins.RuntimeError',
  });
  const second = attempt({ id: 'a2', number: 2, state: 'SUCCEEDED', executionId: 'e2', submittedAtMs: 2_000 });
  return {
    accepted: [
      { key: 'one', taskId: 't1', replayed: false, kind: 'fail' },
      { key: 'one', taskId: 't1', replayed: true, kind: 'fail' },
      { key: 'two', taskId: 't2', replayed: false, kind: 'canceled' },
    ],
    cancels: [{ taskId: 't2', atMs: 1_500, state: 'CANCELED' }],
    tasks: [
      task({
        id: 't1',
        state: 'SUCCEEDED',
        result: '{"key": "one", "value": "v1"}',
        attemptCount: 2,
        failures: 1,
        finishedAtMs: 2_300,
      }),
      task({ id: 't2', state: 'CANCELED', finishedAtMs: 1_400 }),
    ],
    attempts: [first, second],
    events: [
      { ...event, kind: 'adopted', atMs: 2_150, attemptId: 'a2', fromWorkerId: 'w1' },
      { ...event, kind: 'judged', atMs: 2_200, attemptId: 'a1', fromWorkerId: null },
    ],
    moves: [
      { table: 'task', id: 't1', from: 'QUEUED', to: 'RUNNING', atMs: 1_000 },
      { table: 'attempt', id: 'a1', from: 'SUBMITTED', to: 'RUNNING', atMs: 1_100 },
      { table: 'attempt', id: 'a1', from: 'RUNNING', to: 'FAILED', atMs: 1_300 },
      { table: 'task', id: 't1', from: 'RUNNING', to: 'QUEUED', atMs: 1_300 },
      { table: 'task', id: 't1', from: 'QUEUED', to: 'RUNNING', atMs: 2_000 },
      { table: 'attempt', id: 'a2', from: 'SUBMITTED', to: 'RUNNING', atMs: 2_100 },
      { table: 'attempt', id: 'a2', from: 'RUNNING', to: 'SUCCEEDED', atMs: 2_300 },
      { table: 'task', id: 't1', from: 'RUNNING', to: 'SUCCEEDED', atMs: 2_300 },
      { table: 'task', id: 't2', from: 'QUEUED', to: 'CANCELED', atMs: 1_400 },
    ],
    leases: [
      { workerId: 'w1', atMs: 0, expiresAtMs: 2_100 },
      { workerId: 'w2', atMs: 0, expiresAtMs: 9_000 },
    ],
    seen: [
      { taskId: 't1', state: 'QUEUED', attemptCount: 0, atMs: 500 },
      { taskId: 't1', state: 'RUNNING', attemptCount: 1, atMs: 1_200 },
      { taskId: 't1', state: 'RUNNING', attemptCount: 2, atMs: 2_200 },
      { taskId: 't1', state: 'SUCCEEDED', attemptCount: 2, atMs: 2_400 },
    ],
    effects: [
      { event: 'start', ...run, attemptId: 'a1', number: 1, run: 'r1', wallMs: 1_150, monotonicMs: 1_150 },
      {
        event: 'raise',
        ...run,
        attemptId: 'a1',
        number: 1,
        run: 'r1',
        wallMs: 1_250,
        monotonicMs: 1_250,
        error: 'RuntimeError',
      },
      { event: 'start', ...run, attemptId: 'a2', number: 2, run: 'r2', wallMs: 2_150, monotonicMs: 2_150 },
      {
        event: 'return',
        ...run,
        attemptId: 'a2',
        number: 2,
        run: 'r2',
        wallMs: 2_250,
        monotonicMs: 2_250,
        result: 'v1',
      },
    ],
    queues: [{ name: 'q', concurrencyLimit: 1, keyLimit: 1, rate: { tasks: 2, seconds: 1 } }],
    jobs: [
      { name: 'rd-x-a1', attemptId: 'a1' },
      { name: 'rd-x-a2', attemptId: 'a2' },
    ],
  };
}

const run = { key: 'one', taskId: 't1', pid: 7 };
const event = { taskId: 't1', actor: 'worker:w2', reason: null };

function task(change: Partial<TaskFact> & Pick<TaskFact, 'id' | 'state'>): TaskFact {
  return {
    queue: 'q',
    concurrencyKey: 'k',
    result: null,
    attemptCount: 0,
    failures: 0,
    losses: 0,
    runAtMs: 0,
    createdAtMs: 0,
    finishedAtMs: null,
    cancelRequested: false,
    ...change,
  };
}

function attempt(change: Partial<AttemptFact> & Pick<AttemptFact, 'id' | 'state' | 'number'>): AttemptFact {
  const submittedAtMs = change.submittedAtMs ?? 1_000;
  return {
    taskId: 't1',
    runner: 'local',
    executionId: null,
    slotQueue: 'q',
    slotKey: 'k',
    errorClass: null,
    submittedAtMs,
    startedAtMs: submittedAtMs + 100,
    finishedAtMs: submittedAtMs + 300,
    releasedAtMs: submittedAtMs + 400,
    ...change,
  };
}
