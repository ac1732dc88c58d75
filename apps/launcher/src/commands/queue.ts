import type { Command } from 'commander';
import {
  named,
  namedEach,
  withAddress,
  withExamples,
  withExitCodes,
  withUsageExitCode,
} from '../client/command-options.ts';
import { QUEUE_SETTINGS } from '../client/queue-settings.ts';
import { type Flags, lazyRun, type Run } from '../client/run-lazily.ts';
import type { Env } from '../env.ts';

/** `raydeck queue …`: the queues of a Raydeck, over its API. */
export function registerQueueCommands(program: Command, env: Env): void {
  const queue = withUsageExitCode(program.command('queue').description('show, pause, resume and set queues'));
  withExitCodes(queue, 'refused');
  withExamples(
    queue,
    './raydeck queue pause mail --reason "the provider is down"',
    './raydeck queue set mail concurrencyLimit=20 rate=100/60',
  );
  const run = lazyRun(env, 'admin');
  registerReading(queue, run);
  registerTurns(queue, run);

  const set = queue
    .command('set')
    .description('change settings and leave the others; a queue that is not there is made')
    .argument('<name>', 'of the queue', named)
    .argument('<setting=value...>', 'a value is JSON where it is JSON, else text; null takes it away')
    .option('--reason <text>', 'for the audit log')
    .addHelpText('after', `\nSettings: ${QUEUE_SETTINGS.join(', ')}`);
  withExamples(
    withAddress(set),
    './raydeck queue set mail concurrencyLimit=20 rate=100/60   # at most 100 tasks begun in 60 seconds',
    './raydeck queue set mail keyLimit=1 --reason "one at a time for each customer"',
    `./raydeck queue set reports allowedCallables='["shop.reports"]' maxAttempts=null`,
  ).action((name: string, words: string[], flags: Flags) =>
    run(flags, async (command) => (await import('./queue-set.ts')).queueSet(command, name, words, flags)),
  );
}

function registerReading(queue: Command, run: Run): void {
  withAddress(queue.command('list').description('all queues with their load')).action((flags: Flags) =>
    run(flags, async (command) => (await import('./queue-list.ts')).queueList(command, flags)),
  );
  const show = queue
    .command('show')
    .description('one queue with its settings')
    .argument('<name>', 'of the queue', named);
  withAddress(show).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./queue-show.ts')).queueShow(command, name, flags)),
  );
}

function registerTurns(queue: Command, run: Run): void {
  const pause = queue
    .command('pause')
    .description('start nothing more of these queues; what runs goes on')
    .argument('<name...>', 'one or several', namedEach)
    .requiredOption('--reason <text>', 'for the console and the audit log');
  withAddress(pause).action((names: string[], flags: Flags) =>
    run(flags, async (command) => (await import('./queue-turn.ts')).queueTurn(command, 'pause', names, flags)),
  );
  const resume = queue
    .command('resume')
    .description('let paused queues go on')
    .argument('<name...>', 'one or several', namedEach)
    .option('--reason <text>', 'for the audit log');
  withAddress(resume).action((names: string[], flags: Flags) =>
    run(flags, async (command) => (await import('./queue-turn.ts')).queueTurn(command, 'resume', names, flags)),
  );
}
