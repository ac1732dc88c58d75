import type { Command } from 'commander';
import { named, withAddress, withExamples, withExitCodes, withUsageExitCode } from '../client/command-options.ts';
import { type Flags, lazyRun } from '../client/run-lazily.ts';
import type { Env } from '../env.ts';

/** `raydeck profile …`: the runtime environments of a Raydeck, over its API. For administrators. */
export function registerProfileCommands(program: Command, env: Env): void {
  const profile = withUsageExitCode(
    program.command('profile').description('show, publish and test profiles: your code'),
  );
  withExitCodes(profile, 'refused, or the test did not succeed');
  withExamples(profile, './raydeck profile publish shop ./src', './raydeck profile test shop');
  const run = lazyRun(env, 'admin');

  withAddress(profile.command('list').description('the current version of each')).action((flags: Flags) =>
    run(flags, async (command) => (await import('./profile-list.ts')).profileList(command, flags)),
  );
  withAddress(
    profile.command('show').description('one profile with its versions').argument('<name>', 'of the profile', named),
  ).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./profile-show.ts')).profileShow(command, name, flags)),
  );
  const publish = profile
    .command('publish')
    .description('make the code of a folder the profile’s new version; its other settings stay')
    .argument('<name>', 'a new one is made', named)
    .argument('<dir>', 'what is in it is importable; .gitignore counts')
    .option('--reason <text>', 'for the audit log');
  withAddress(publish).action((name: string, directory: string, flags: Flags) =>
    run(flags, async (command) =>
      (await import('./profile-publish.ts')).profilePublish(command, name, directory, flags),
    ),
  );
  withAddress(
    profile
      .command('test')
      .description('run a task that does nothing, and show how its set-up goes')
      .argument('<name>', 'of the profile', named)
      .option('--queue <name>', 'the first one that uses it, else "default"'),
  ).action((name: string, flags: Flags) =>
    run(flags, async (command) => (await import('./profile-test.ts')).profileTest(command, name, flags)),
  );
}
