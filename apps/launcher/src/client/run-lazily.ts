import type { Env } from '../env.ts';
import type { Address, OwnKey } from './connect.ts';
import type { ClientCommand } from './run-client-command.ts';

/** What commander gives an action is more than this; each command reads its own flags. */
export type Flags = Address;

/** Runs a command's work against the Raydeck that its flags name. */
export type Run = (flags: Flags, work: (command: ClientCommand) => Promise<number | void>) => Promise<void>;

/** The client is loaded when a command is called: `--help` and the other commands answer without it. */
export function lazyRun(env: Env, ownKey: OwnKey): Run {
  return async (flags, work) => {
    const { runClientCommand } = await import('./run-client-command.ts');
    return runClientCommand({ address: flags, env, ownKey }, work);
  };
}
