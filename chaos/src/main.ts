import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerNames } from '@raydeck/core';
import { Command } from 'commander';
import { z } from 'zod';
import { createInstallation } from './environment/installation.ts';
import { startRayCluster } from './environment/ray-cluster.ts';
import { startServer } from './environment/server.ts';
import { chooseFaults } from './faults/registry.ts';
import { guards } from './guards/guards.ts';
import { reportText } from './report/print-report.ts';
import { isClean } from './report/report.ts';
import { runChaos } from './run-chaos.ts';

// Started by `./raydeck chaos`, which brings the interpreter, RAYDECK_TEST_PYTHON, and the folder, RAYDECK_CHAOS_DIR.
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()));
const Flags = z.object({
  minutes: z.coerce.number().positive(),
  seed: z.coerce.number().int(),
  faults: list.optional(),
  runners: list.pipe(z.array(z.enum(runnerNames)).min(1)),
  without: list.default([]).pipe(z.array(z.enum(Object.keys(guards)))),
  json: z.string().optional(),
});

const program = new Command('chaos')
  .requiredOption('--minutes <n>')
  .requiredOption('--seed <n>')
  .option('--faults <kinds>')
  .option('--runners <names>', '', 'local')
  .option('--without <guards>')
  .option('--json <file>');
const flags = Flags.parse(program.parse().opts());
const { RAYDECK_CHAOS_DIR: folder, RAYDECK_TEST_PYTHON: python } = process.env;
if (!folder || !python) throw new Error('RAYDECK_CHAOS_DIR is not set: run this by ./raydeck chaos.');

const { minutes, seed, runners } = flags;
const faults = chooseFaults(flags.faults ?? null, runners);
const say = (line: string): void => console.log(line);
say(`seed ${seed}: ${faults.map(({ kind }) => kind).join(', ')}`);
const isLong = minutes >= 5;
const server = await startServer(folder);
const ray = runners.some((runner) => runner !== 'local') ? await startRayCluster(folder, python) : null;
const installation = await createInstallation(join(folder, 'run'), {
  server,
  ray,
  python,
  settings: {
    workers: 3,
    concurrency: 12,
    heartbeatSeconds: isLong ? 5 : 1,
    leaseSeconds: isLong ? 20 : 5,
    silenceSeconds: 60,
    runners,
    withoutGuards: flags.without,
  },
});
try {
  // Ray starts about one job a second on two idle cores, or one actor, and every fourth task ends its own: what is left over takes its
  // time afterwards.
  const usual = { local: 5, ray_job: 0.4, ray_core: 1 };
  const rates = Object.fromEntries(runners.map((runner) => [runner, usual[runner]]));
  const report = await runChaos({
    installation,
    seed,
    minutes,
    faults,
    rates,
    gapMs: 3_000,
    quietMs: ray ? 900_000 : 240_000,
    say,
  });
  say(reportText(report));
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(report, null, 2)}\n`);
  if (!isClean(report)) process.exitCode = 1;
} finally {
  await installation.close();
  await ray?.close();
  await server.close();
}
// Whatever still waits for an answer from a killed server, the run is over.
process.exit();
