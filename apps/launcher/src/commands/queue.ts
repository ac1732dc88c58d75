import type { Command } from 'commander';
import { named, withAddress, withExamples, withExitCodes, withUsageExitCode } from '../client/command-options.ts';
import { type ClientCommand, runClientCommand } from '../client/run-client-command.ts';
import type { Env } from '../env.ts';

interface Flags {
  url?: string;
  key?: string;
}

/** `raydeck queue …`: the queues of a Raydeck, over its API. */
export function registerQueueCommands(program: Command, env: Env): void {
  const queue = withUsageExitCode(program.command('queue').description('show, pause, resume and set queues'));
  withExitCodes(queue, 'refused');
  withExamples(
    queue,
    './raydeck queue pause mail --reason "the provider is down"',
    './raydeck queue set mail --concurrency-limit 20 --rate 100/60',
    './raydeck queue set mail --concurrency-limit none',
  );
  const run = (flags: Flags, work: (command: ClientCommand) => Promise<number | void>) =>
    runClientCommand({ address: flags, env, ownKey: 'admin' }, work);

  withAddress(queue.command('list').description('all queues with their load')).action((flags: Flags) =>
    run(flags, async (command) => (await import('./queue-list.ts')).queueList(command, flags)),
  );
  withAddress(
    queue.command('show').description('one queue with its settings').argument('<name>', 'of the queue', named),
  ).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./queue-show.ts')).queueShow(command, name, flags)),
  );
  withAddress(
    queue
      .command('pause')
      .description('start nothing more of it; what runs goes on')
      .argument('<name>', 'of the queue', named)
      .requiredOption('--reason <text>', 'what people see beside it'),
  ).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./queue-turn.ts')).queueTurn(command, 'pause', name, flags)),
  );
  withAddress(
    queue
      .command('resume')
      .description('go on')
      .argument('<name>', 'of the queue', named)
      .option('--reason <text>', 'for the audit log'),
  ).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./queue-turn.ts')).queueTurn(command, 'resume', name, flags)),
  );
  const set = queue
    .command('set')
    .description('change settings of a queue; makes it when there is none of this name')
    .argument('<name>', 'of the queue', named)
    .option('--concurrency-limit <count>', 'how many of its tasks run at once, or none')
    .option('--key-limit <count>', 'how many of one concurrency key, or none')
    .option('--rate <tasks/seconds>', 'how many start in so many seconds: 100/60, or none')
    .option('--max-pending <count>', 'how many submitted attempts may wait for Ray, or none')
    .option('--runner <name>', 'ray_job or local; none is the installation’s')
    .option('--allowed-runners <names>', 'with commas between them; none allows all')
    .option('--profile <name>', 'the environment of its tasks, or none')
    .option('--max-attempts <count>', 'or none')
    .option('--timeout-seconds <count>', 'of one attempt, or none')
    .option('--retry-policy <json>', '{"backoff": "exponential", "delaySeconds": 2}, or none')
    .option('--allowed-callables <prefixes>', 'with commas between them; none allows all')
    .option('--plain-callables <yes|no>', 'whether functions run that are no tasks by their decorator')
    .option('--reason <text>', 'for the audit log');
  withAddress(set).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./queue-set.ts')).queueSet(command, name, flags)),
  );
}
