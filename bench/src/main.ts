import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { benchClaim } from './claim.ts';
import { benchConsole } from './console/console.ts';
import { benchDjango } from './django.ts';
import { benchDoor } from './door.ts';
import { benchFuzz } from './fuzz/fuzz.ts';
import { benchGrowth } from './growth.ts';
import { benchIdle } from './idle.ts';
import { benchIsolation } from './isolation.ts';
import { benchLatency } from './latency.ts';
import { benchList } from './list.ts';
import { benchLocalStart } from './local-start.ts';
import { benchObservability } from './observability.ts';
import { benchPeers } from './peers/peers.ts';
import { benchRayJob } from './ray-job.ts';
import { benchRest } from './rest.ts';
import { benchRetention } from './retention.ts';
import { benchRollingRestart } from './rolling-restart.ts';
import { type Figure, machine, printFigures, printNotes } from './result.ts';
import { benchScale } from './scale.ts';
import { benchSoak } from './soak.ts';
import { benchThroughput } from './throughput.ts';

// Started by `./raydeck bench`, which brings the servers: RAYDECK_TEST_DATABASE_URL, and for `ray-job` a Ray head.
const program = new Command('bench').description(
  'Figures beside a reference of the same run; medians of several runs.',
);

interface Flags {
  runs: number;
  requests: number;
  seed: number;
  tasks?: number;
  minutes?: number;
  json?: string;
}

/** Figures, or figures with what else its JSON says and what is to be read beside them. */
type Measured = Figure[] | { figures: Figure[]; details: object; notes?: readonly string[] };

const suite = (name: string, description: string, run: (runs: number, flags: Flags) => Promise<Measured>): void => {
  program
    .command(name)
    .description(description)
    .option('--runs <n>', 'how often each case is measured', Number, 3)
    .option('--requests <n>', 'how many the fuzzer sends', Number, 50_000)
    .option('--seed <n>', 'what the fuzzer makes them from', Number, 20_261_120)
    .option('--tasks <n>', 'how many tasks there are', Number)
    .option('--minutes <n>', 'how long it goes on, or at most', Number)
    .option('--json <file>', 'write the figures there')
    .action(async (flags: Flags) => {
      const { runs, json } = flags;
      const measured = await run(runs, flags);
      const { figures, details, notes = [] } = Array.isArray(measured) ? { figures: measured, details: {} } : measured;
      printFigures(description, figures);
      printNotes(notes);
      if (json)
        await writeFile(json, `${JSON.stringify({ name, machine: machine(), runs, ...details, figures }, null, 2)}\n`);
    });
};

suite('door', 'The SQL door: tasks enqueued a second', (runs) => benchDoor({ runs, seconds: 4 }));
suite('django', 'Enqueueing through Django: what a task costs', (runs) => benchDjango({ runs, seconds: 6 }));
suite('claim', 'The claim: tasks claimed a second by one worker', (runs) => benchClaim({ runs, tasks: 50_000 }));
suite('local-start', 'The local runner: from enqueue to RUNNING', (runs) => benchLocalStart({ seconds: 10 * runs }));
suite('list', 'Pages of the task list among 1,000,000 tasks', (_runs, { tasks = 1_000_000 }) =>
  benchList({ tasks, retried: 60 }),
);
suite(
  'console',
  'Pages of the console among many tasks and their attempts, over HTTP',
  (_runs, { tasks = 5_000_000 }) => benchConsole({ tasks }),
);
suite(
  'retention',
  'Finished tasks pruned while others are claimed',
  (_runs, { tasks = 2_000_000, minutes = Infinity }) => benchRetention({ tasks, minutes }),
);
suite('rest', 'Enqueuing over HTTP: tasks a second', (runs) => benchRest({ runs, seconds: 5 }));
suite('fuzz', 'Requests made from the OpenAPI document, over HTTP', (_runs, flags) => benchFuzz(flags));
suite('observability', 'A worker that tells of all it does, beside one that does not', (runs) =>
  benchObservability({ pairs: 2 * runs, tasks: 300 }),
);
suite('ray-job', 'The ray_job runner beside bare Ray jobs', (runs) => benchRayJob({ pairs: 5 * runs, backlog: 200 }));
suite('throughput', 'ray_core: a backlog drained beside bare Ray tasks', (runs, { tasks = 20_000 }) =>
  benchThroughput({ runs, tasks }),
);
suite('isolation', 'ray_core: tasks with a process of their own beside such without', (runs, { tasks = 500 }) =>
  benchIsolation({ runs, tasks }),
);
suite('latency', 'ray_core: from enqueue to finished at steady rates', async () => {
  const { figures, rates } = await benchLatency({ seconds: 15 });
  return { figures, details: { rates } };
});
suite('peers', 'ray_core beside Celery with Redis and django-ray, the same no-op task', (runs, { tasks = 20_000 }) =>
  benchPeers({ runs, tasks, fewTasks: Math.ceil(tasks / 20), perSecond: 200, seconds: 10 }),
);
suite('growth', 'ray_core: drains beside what a table holds after years', (_runs, { tasks = 1_000_000 }) =>
  benchGrowth({ backlog: 200_000, finished: tasks }),
);
suite('scale', 'ray_core: one, two and four workers on one database', (runs, { tasks = 20_000 }) =>
  benchScale({ runs, tasks }),
);
suite('idle', 'Workers with nothing to do', (_runs, { minutes = 2 }) => benchIdle({ minutes }));
suite('soak', 'ray_core: at 60 % of what a drain does, for many minutes', (_runs, { minutes = 20 }) =>
  benchSoak({ minutes }),
);
suite('rolling-restart', 'Three workers restarted in turn under 40 Ray jobs', () => benchRollingRestart({ tasks: 40 }));

await program.parseAsync();
