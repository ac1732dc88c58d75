import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { benchClaim } from './claim.ts';
import { benchDjango } from './django.ts';
import { benchDoor } from './door.ts';
import { benchFuzz } from './fuzz/fuzz.ts';
import { benchList } from './list.ts';
import { benchLocalStart } from './local-start.ts';
import { benchRayJob } from './ray-job.ts';
import { benchRest } from './rest.ts';
import { benchRollingRestart } from './rolling-restart.ts';
import { type Figure, machine, printFigures } from './result.ts';

// Started by `./raydeck bench`, which brings the servers: RAYDECK_TEST_DATABASE_URL, and for `ray-job` a Ray head.
const program = new Command('bench').description(
  'Figures beside a reference of the same run; medians of several runs.',
);

interface Flags {
  runs: number;
  requests: number;
  seed: number;
  json?: string;
}

const suite = (name: string, description: string, run: (runs: number, flags: Flags) => Promise<Figure[]>): void => {
  program
    .command(name)
    .description(description)
    .option('--runs <n>', 'how often each case is measured', Number, 3)
    .option('--requests <n>', 'how many the fuzzer sends', Number, 50_000)
    .option('--seed <n>', 'what the fuzzer makes them from', Number, 20_261_120)
    .option('--json <file>', 'write the figures there')
    .action(async (flags: Flags) => {
      const { runs, json } = flags;
      const figures = await run(runs, flags);
      printFigures(description, figures);
      if (json) await writeFile(json, `${JSON.stringify({ name, machine: machine(), runs, figures }, null, 2)}\n`);
    });
};

suite('door', 'The SQL door: tasks enqueued a second', (runs) => benchDoor({ runs, seconds: 4 }));
suite('django', 'Enqueueing through Django: what a task costs', (runs) => benchDjango({ runs, seconds: 6 }));
suite('claim', 'The claim: tasks claimed a second by one worker', (runs) => benchClaim({ runs, tasks: 50_000 }));
suite('local-start', 'The local runner: from enqueue to RUNNING', (runs) => benchLocalStart({ seconds: 10 * runs }));
suite('list', 'Pages of the task list among 1,000,000 tasks', () => benchList({ tasks: 1_000_000 }));
suite('rest', 'Enqueuing over HTTP: tasks a second', (runs) => benchRest({ runs, seconds: 5 }));
suite('fuzz', 'Requests made from the OpenAPI document, over HTTP', (_runs, flags) => benchFuzz(flags));
suite('ray-job', 'The ray_job runner beside bare Ray jobs', (runs) => benchRayJob({ pairs: 5 * runs, backlog: 200 }));
suite('rolling-restart', 'Three workers restarted in turn under 40 Ray jobs', () => benchRollingRestart({ tasks: 40 }));

await program.parseAsync();
