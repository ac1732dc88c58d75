import type { Command } from 'commander';
import {
  duration,
  moment,
  named,
  namedEach,
  upperCase,
  wholeNumber,
  withAddress,
  withExamples,
  withExitCodes,
  withUsageExitCode,
} from '../client/command-options.ts';
import { type Flags, lazyRun, type Run } from '../client/run-lazily.ts';
import { withTaskOptions } from '../client/task-options.ts';
import type { Env } from '../env.ts';

/** `raydeck task …`: the tasks of a Raydeck, over its API. */
export function registerTaskCommands(program: Command, env: Env): void {
  const task = withUsageExitCode(program.command('task').description('enqueue, find, follow, retry and cancel tasks'));
  withExitCodes(task, 'refused, or the task FAILED', '4 it was CANCELED', '5 it is not final yet');
  withExamples(
    task,
    './raydeck task enqueue raydeck.demo.add 1 2 --wait',
    './raydeck task list --state FAILED --since 1h',
    './raydeck task logs -f ID',
  );
  const run = lazyRun(env, 'tasks');
  registerEnqueue(task, run);
  registerList(task, run);
  registerReading(task, run);
  registerWaiting(task, run);
  registerSteering(task, run);
}

function registerEnqueue(task: Command, run: Run): void {
  const enqueue = task
    .command('enqueue')
    .description('enqueue a task and print its id')
    .argument('<callable>', 'import path, such as shop.tasks.charge')
    .argument('[argument...]', 'VALUE or NAME=VALUE: JSON where it is JSON, else text');
  withTaskOptions(enqueue)
    .option('--idempotency-key <key>', 'the same again gives the first task, for 24 hours')
    .option('--wait', 'until it is final; print what it returned, exit as it ended')
    .option('--wait-timeout <duration>', 'wait, but no longer: 10m', duration);
  withExamples(
    withAddress(enqueue),
    './raydeck task enqueue shop.tasks.charge 42 amount=9.99 currency=EUR',
    "./raydeck task enqueue shop.tasks.charge --args-json '[42]' --kwargs-json '{\"amount\": 9.99}'",
    './raydeck task enqueue shop.tasks.remind 42 --in 2h --queue mail --tag reminder',
    './raydeck task enqueue shop.tasks.refund -- -5   # what begins with a dash comes after --',
  ).action((callable: string, words: string[], flags: Flags) =>
    run(flags, async (command) => {
      const { taskEnqueue } = await import('./task-enqueue.ts');
      return taskEnqueue(command, callable, words, flags);
    }),
  );
}

function registerList(task: Command, run: Run): void {
  const list = task
    .command('list')
    .description('the newest tasks that match all that is asked for')
    .option('--state <state>', 'QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELED or BLOCKED', upperCase)
    .option('--queue <name>')
    .option('--callable <path>', 'exact, or all below it when it ends in a dot')
    .option('--tag <tag>')
    .option('--runner <name>')
    .option('--profile <name>')
    .option('--error-class <class>', 'how the last attempt failed: builtins.ValueError')
    .option('--attempt-state <state>', 'of the last attempt', upperCase)
    .option('--ray-job <id>')
    .option('--node <id>', 'of Ray, of the last attempt')
    .option('--created-by <who>')
    .option('--since <when>', 'created after: 1h ago, or a time', moment)
    .option('--until <when>', 'created before: 1h ago, or a time', moment)
    .option('-n, --limit <count>', 'at most so many', wholeNumber(1, 100_000), 50);
  withExamples(
    withAddress(list),
    './raydeck task list --state FAILED --since 24h',
    "./raydeck task list --callable shop. --json | jq -r '.items[].id'",
  ).action((flags: Flags) => run(flags, async (command) => (await import('./task-list.ts')).taskList(command, flags)));
}

function registerReading(task: Command, run: Run): void {
  const show = task.command('show').description('one task with its attempts').argument('<id>', 'of the task', named);
  withAddress(show).action((id: string, flags: Flags) =>
    run(flags, async (command) => (await import('./task-show.ts')).taskShow(command, id, flags)),
  );
  const logs = task
    .command('logs')
    .description('the end of what a task put out, of its last attempt')
    .argument('<id>', 'of the task', named)
    .option('-f, --follow', 'go on until the task is final, through its retries')
    .option('--attempt <number>', 'of this attempt', wholeNumber(1, 1_000_000));
  withExamples(withAddress(logs), './raydeck task logs -f ID', './raydeck task logs ID --attempt 1').action(
    (id: string, flags: Flags) =>
      run(flags, async (command) => (await import('./task-logs.ts')).taskLogs(command, id, flags)),
  );
}

function registerWaiting(task: Command, run: Run): void {
  const wait = task
    .command('wait')
    .description('until a task is final; the exit code says how it ended')
    .argument('<id>', 'of the task', named)
    .option('--timeout <duration>', 'no longer than: 90, 10m', duration);
  withExamples(withAddress(wait), './raydeck task wait ID --timeout 10m && deploy').action((id: string, flags: Flags) =>
    run(flags, async (command) => (await import('./task-wait.ts')).taskWait(command, id, flags)),
  );
  const result = task
    .command('result')
    .description('what the function returned, as JSON')
    .argument('<id>', 'of the task', named)
    .option('--wait <duration>', 'for its end, so long', duration);
  withExamples(withAddress(result), './raydeck task result ID --wait 10m | jq .total').action(
    (id: string, flags: Flags) =>
      run(flags, async (command) => (await import('./task-result.ts')).taskResult(command, id, flags)),
  );
}

function registerSteering(task: Command, run: Run): void {
  const cancel = task
    .command('cancel')
    .description('cancel tasks: those that run are asked to end, then made to')
    .argument('<id...>', 'one or several', namedEach)
    .option('--reason <text>', 'for the audit log');
  withExamples(withAddress(cancel), './raydeck task cancel ID --reason "wrong card"').action(
    (ids: string[], flags: Flags) =>
      run(flags, async (command) => (await import('./task-cancel.ts')).taskCancel(command, ids, flags)),
  );
  const retry = task
    .command('retry')
    .description('run FAILED and CANCELED tasks again; with changes each becomes a new task')
    .argument('<id...>', 'one or several', namedEach)
    .option('--reason <text>', 'for the audit log');
  withExamples(
    withAddress(withTaskOptions(retry)),
    './raydeck task retry ID --reason "the bank is back"',
    './raydeck task retry ID --kwargs-json \'{"amount": 8.99}\' --timeout 10m',
  ).action((ids: string[], flags: Flags) =>
    run(flags, async (command) => (await import('./task-retry.ts')).taskRetry(command, ids, flags)),
  );
}
