import type { Command } from 'commander';
import {
  collect,
  duration,
  named,
  namedEach,
  wholeNumber,
  withAddress,
  withExamples,
  withExitCodes,
  withUsageExitCode,
} from '../client/command-options.ts';
import { type ClientCommand, runClientCommand } from '../client/run-client-command.ts';
import type { Env } from '../env.ts';

/** `raydeck task …`: the tasks of a Raydeck, over its API. */
export function registerTaskCommands(program: Command, env: Env): void {
  const task = withUsageExitCode(program.command('task').description('enqueue, find, follow, retry and cancel tasks'));
  withExitCodes(task, 'refused, or the task FAILED', '4 it was CANCELED', '5 it is not final yet');
  withExamples(
    task,
    './raydeck task enqueue raydeck.demo.add 1 2 --wait',
    './raydeck task list --state FAILED',
    './raydeck task logs -f ID',
  );
  registerEnqueue(task, env);
  registerReading(task, env);
  registerSteering(task, env);
}

/** What commander gives an action, as far as every command has it. */
interface Flags {
  url?: string;
  key?: string;
}

function run(env: Env, flags: Flags, work: (command: ClientCommand) => Promise<number | void>): Promise<void> {
  return runClientCommand({ address: flags, env }, work);
}

function registerEnqueue(task: Command, env: Env): void {
  const enqueue = task
    .command('enqueue')
    .description('enqueue a task and print its id')
    .argument('<callable>', 'import path, such as shop.tasks.charge')
    .argument('[argument...]', 'VALUE or NAME=VALUE: JSON, or else a string')
    .option('--args-json <json>', 'all positional arguments as a JSON array')
    .option('--kwargs-json <json>', 'all keyword arguments as a JSON object')
    .option('--queue <name>', 'default "default"')
    .option('--priority <number>', '-100 to 100, higher runs first', wholeNumber(-100, 100))
    .option('--run-at <time>', 'not before: 2026-11-20T10:00:00Z')
    .option('--in <time>', 'not before so long from now: 90s, 5m, 2h', duration)
    .option('--idempotency-key <key>', 'the same key with the same task is the same task')
    .option('--tag <tag>', 'may be repeated', collect)
    .option('--wait', 'wait for its end and print what came of it');
  withExamples(
    withAddress(enqueue),
    './raydeck task enqueue shop.tasks.charge 42 amount=9.99 currency=EUR',
    "./raydeck task enqueue shop.tasks.charge --args-json '[42]' --kwargs-json '{\"amount\": 9.99}'",
    './raydeck task enqueue shop.tasks.remind 42 --in 2h --queue mail --tag reminder',
    './raydeck task enqueue shop.tasks.refund -- -5   # what begins with a dash comes after --',
  ).action((callable: string, words: string[], flags: Flags) =>
    run(env, flags, async (command) => {
      const { taskEnqueue } = await import('./task-enqueue.ts');
      return taskEnqueue(command, callable, words, flags);
    }),
  );
}

function registerReading(task: Command, env: Env): void {
  const list = task
    .command('list')
    .description('list tasks, newest first')
    .option('--state <state>', 'QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELED or BLOCKED')
    .option('--queue <name>')
    .option('--callable <path>', 'exact, or all below it when it ends in a dot')
    .option('--tag <tag>')
    .option('--error-class <class>', 'how the last attempt failed')
    .option('--since <time>', 'created in the last 30m, 24h, 7d', duration)
    .option('-n, --limit <count>', 'how many at most', wholeNumber(1, 100_000), 50);
  withExamples(
    withAddress(list),
    './raydeck task list --state FAILED --since 24h',
    './raydeck task list --callable shop. --json | jq -r .items[].id',
  ).action((flags: Flags) =>
    run(env, flags, async (command) => (await import('./task-list.ts')).taskList(command, flags)),
  );

  const show = withAddress(
    task.command('show').description('one task with its attempts').argument('<id>', 'of the task', named),
  );
  show.action((id: string, flags: Flags) =>
    run(env, flags, async (command) => (await import('./task-show.ts')).taskShow(command, id, flags)),
  );

  const logs = task
    .command('logs')
    .description('the output of a task’s last attempt')
    .argument('<id>', 'of the task', named)
    .option('-f, --follow', 'go on until the task has ended, through its retries')
    .option('--attempt <number>', 'of this attempt', wholeNumber(1, 1_000_000));
  withExamples(withAddress(logs), './raydeck task logs -f ID', './raydeck task logs ID --attempt 1').action(
    (id: string, flags: Flags) =>
      run(env, flags, async (command) => (await import('./task-logs.ts')).taskLogs(command, id, flags)),
  );

  const wait = task
    .command('wait')
    .description('wait for a task’s end and print what came of it; exit code 1 unless it succeeded')
    .argument('<id>', 'of the task', named)
    .option('--timeout <time>', 'not longer than 90s, 5m, 2h', duration);
  withAddress(wait).action((id: string, flags: Flags) =>
    run(env, flags, async (command) => (await import('./task-wait.ts')).taskWait(command, id, flags)),
  );
}

function registerSteering(task: Command, env: Env): void {
  const verbs = { retry: 'run FAILED or CANCELED tasks again', cancel: 'cancel tasks that wait or run' } as const;
  for (const verb of ['retry', 'cancel'] as const) {
    const command = task
      .command(verb)
      .description(verbs[verb])
      .argument('<id...>', 'one or several', namedEach)
      .option('--reason <text>', 'for the audit log');
    withExamples(withAddress(command), `./raydeck task ${verb} ID --reason "wrong card"`).action(
      (ids: string[], flags: Flags) =>
        run(env, flags, async (client) => (await import('./task-steer.ts')).taskSteer(client, verb, ids, flags)),
    );
  }
}
