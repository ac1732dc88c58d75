import type { NewTask } from '@raydeck/client';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { collect, fromNow, jsonObject, time, wholeNumber, wholeSeconds } from './command-options.ts';

/** How a task is to run, for `enqueue` and `retry`. What is not said is as the queue and the installation say. */
export function withTaskOptions(command: Command): Command {
  return command
    .option('--args-json <json>', 'all positional arguments as a JSON array')
    .option('--kwargs-json <json>', 'all keyword arguments as a JSON object')
    .option('--queue <name>', 'default "default"')
    .option('--priority <number>', '-100 to 100, higher first', wholeNumber(-100, 100))
    .addOption(new Option('--run-at <time>', 'not before: 2026-11-20T10:00:00Z').argParser(time).conflicts('in'))
    .addOption(new Option('--in <duration>', 'not before: 90s, 5m, 2h').argParser(fromNow))
    .addOption(
      new Option('--expires-at <time>', 'not started by then, it fails').argParser(time).conflicts('expiresIn'),
    )
    .addOption(new Option('--expires-in <duration>', 'not started within that, it fails').argParser(fromNow))
    .option('--max-attempts <count>', '1 to 100', wholeNumber(1, 100))
    .option('--timeout <duration>', 'of one attempt', wholeSeconds)
    .option('--retry <json>', '{"backoff": "fixed", "delaySeconds": 5}', jsonObject)
    .option('--resources <json>', '{"numCpus": 2, "numGpus": 1}', jsonObject)
    .option('--profile <name>', 'the environment that it runs in')
    .option('--runner <name>', 'ray_job or local')
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--concurrency-key <key>', 'tasks with the same one share the queue’s key limit');
}

const TaskFlags = z.object({
  queue: z.string().optional(),
  priority: z.number().optional(),
  runAt: z.date().optional(),
  in: z.date().optional(),
  expiresAt: z.date().optional(),
  expiresIn: z.date().optional(),
  maxAttempts: z.number().optional(),
  timeout: z.number().optional(),
  retry: z.record(z.string(), z.unknown()).optional(),
  resources: z.record(z.string(), z.unknown()).optional(),
  profile: z.string().optional(),
  runner: z.string().optional(),
  tag: z.array(z.string()).optional(),
  concurrencyKey: z.string().optional(),
});

/** What was said of them, as the API names it. */
export function taskOptions(rawFlags: unknown): Partial<NewTask> {
  const { runAt, in: runIn, expiresAt, expiresIn, timeout, tag, ...flags } = TaskFlags.parse(rawFlags);
  const said = {
    ...flags,
    runAt: runAt ?? runIn,
    expiresAt: expiresAt ?? expiresIn,
    timeoutSeconds: timeout,
    tags: tag,
  };
  return unchecked(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
}

/** The server checks them, and names what is wrong. */
function unchecked(said: object): Partial<NewTask> {
  return said;
}
