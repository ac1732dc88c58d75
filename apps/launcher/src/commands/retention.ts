import type { Command } from 'commander';
import { withAddress, withExamples, withExitCodes, withUsageExitCode } from '../client/command-options.ts';
import { type Flags, lazyRun } from '../client/run-lazily.ts';
import type { Env } from '../env.ts';

/** `raydeck retention`: what retention deletes from a Raydeck, over its API. */
export function registerRetentionCommand(program: Command, env: Env): void {
  const retention = withUsageExitCode(program.command('retention'))
    .description('show which finished tasks would be deleted now, or have them deleted')
    .option('--run', 'have them deleted, after asking')
    .option('-y, --yes', 'with --run: answer yes to questions')
    .option('--reason <text>', 'with --run: for the audit log');
  withExitCodes(withAddress(retention), 'refused');
  withExamples(
    retention,
    './raydeck retention   # a dry run: by queue and state',
    './raydeck retention --run --yes --reason "the disk is full"',
  );
  const work = lazyRun(env, 'admin');
  retention.action((flags: Flags & { run?: boolean }) =>
    work(flags, async (command) =>
      flags.run === true
        ? (await import('./retention-run.ts')).retentionRun(command, flags)
        : (await import('./retention-preview.ts')).retentionPreview(command, flags),
    ),
  );
}
