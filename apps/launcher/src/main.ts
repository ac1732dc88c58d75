import { Argument, Command, Option } from 'commander';
import { registerProfileCommands } from './commands/profile.ts';
import { registerQueueCommands } from './commands/queue.ts';
import { registerRetentionCommand } from './commands/retention.ts';
import { registerTaskCommands } from './commands/task.ts';
import { readEnv } from './env.ts';
import { reportFailure } from './output/report-failure.ts';
import { SUITE_NAMES } from './test/suite.ts';

// Each command is loaded when it is called, so that `--help` and `status` answer at once.
const env = readEnv();

const program = new Command('./raydeck')
  .description('Durable tasks on Ray. PostgreSQL remembers, Ray computes, people see and steer.')
  .helpCommand(false)
  .showHelpAfterError('See ./raydeck --help.')
  .addHelpText('after', '\nFirst time? ./raydeck up --demo');

program
  .command('up')
  .description('start everything, or what is missing; a second time after an upgrade restarts what changed')
  .option('-d, --detach', 'return when everything is up, instead of showing logs until Ctrl-C')
  .option('--demo', 'enqueue one task for each thing that can happen to a task')
  .option('--code <dir>', 'publish a folder of Python modules for the default queue; remembered')
  .option('--config <file>', "queues, limits, profiles and schedules (the checkout's raydeck.config.json)")
  .option('--no-ray', 'without Ray: tasks run as child processes of the worker')
  .option('--host <host>', 'where the console listens', '127.0.0.1')
  .option('--port <port>', 'port of the console (3000 or the next free one)')
  .option('--database-url <url>', 'use this PostgreSQL (15 or later) instead of the embedded one')
  .option('--ray-address <url>', "use this Ray instead of a local one: its dashboard's address, http://host:8265")
  .option('-y, --yes', 'answer yes to questions')
  .addOption(new Option('--no-web', 'without the console (for tests)').hideHelp())
  .action(async (flags: unknown) => (await import('./commands/up.ts')).up(flags, env));

program
  .command('down')
  .description('end what `up` started, and nothing else')
  .option('--purge', 'remove the data as well, after asking')
  .option('-y, --yes', 'answer yes to questions')
  .action(async (flags: unknown) => (await import('./commands/down.ts')).down(flags, env));

program
  .command('status')
  .description('show addresses, how to sign in, and the state of each part')
  .option('--json', 'as JSON')
  .action(async (flags: unknown) => (await import('./commands/status.ts')).status(flags, env));

program
  .command('logs')
  .description('show the last log lines')
  .addArgument(new Argument('[part]', 'postgres, ray, worker or web; all when left out'))
  .option('-f, --follow', 'go on showing new lines')
  .option('-n, --lines <count>', 'how many lines to begin with', '50')
  .action(async (part: unknown, flags: unknown) => (await import('./commands/logs.ts')).logs(part, flags, env));

program
  .command('config')
  .description('apply raydeck.config.json (queues, limits, profiles, schedules) and show what changed')
  .option('--config <file>', "another file than the checkout's")
  .option('--dry-run', 'only show what would change')
  .action(async (flags: unknown) => (await import('./commands/config.ts')).config(flags, env));

program
  .command('password')
  .description("print the first administrator's generated password")
  .option('--reset', 'make a new one')
  .action(async (flags: unknown) => (await import('./commands/password.ts')).password(flags, env));

registerTaskCommands(program, env);
registerQueueCommands(program, env);
registerProfileCommands(program, env);
registerRetentionCommand(program, env);

program
  .command('check')
  .description('format, lint, types, boundaries, dead code, Python')
  .action(async () => (await import('./commands/check.ts')).check(env));

program
  .command('test')
  .description('everything, against real PostgreSQL, Ray and browser')
  .option('--only <suite>', `${SUITE_NAMES.join(', ')}; several with commas; all but guards without it`)
  .action(async (flags: unknown) => (await import('./commands/test.ts')).test(flags, env));

program
  .command('bench')
  .description('figures beside a reference of the same run')
  .addArgument(
    new Argument('<name>', 'what to measure').choices([
      'door',
      'claim',
      'django',
      'list',
      'local-start',
      'observability',
      'rolling-restart',
      'throughput',
      'isolation',
      'latency',
      'peers',
      'growth',
      'scale',
      'idle',
      'soak',
      'console',
      'retention',
      'rest',
      'fuzz',
      'ray-job',
    ]),
  )
  .option('--runs <n>', 'how often each case is measured', '3')
  .option('--requests <n>', 'fuzz: how many requests (50,000)')
  .option('--tasks <n>', 'how many tasks there are: of console, list, retention, throughput, peers, growth and scale')
  .option('--minutes <n>', 'retention, idle, soak: how long it goes on')
  .option('--seed <n>', 'fuzz: what they are made from')
  .option('--json <file>', 'write the figures there as well')
  .action(async (name: string, flags: unknown) => (await import('./commands/bench.ts')).bench(name, flags, env));

program
  .command('chaos')
  .description('inject faults into an installation of its own and check that nothing is lost')
  .option('--minutes <n>', 'how long faults are injected', '10')
  .option('--seed <n>', 'what they are drawn from (random; printed)')
  .option('--faults <kinds>', 'only these, with commas')
  .option('--runners <names>', 'of local, ray_job and ray_core; the last two with a Ray head', 'local')
  .addOption(new Option('--without <guards>', 'leave guards out, to see the checker find it').hideHelp())
  .option('--json <file>', 'write the report there as well')
  .action(async (flags: unknown) => (await import('./commands/chaos.ts')).chaos(flags, env));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, env.debug);
}
// Whatever a library still waits for, the command has done its work.
process.exit();
