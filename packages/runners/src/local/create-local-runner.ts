import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ExecutionRef,
  type Observation,
  type ProfileVersion,
  RaydeckError,
  type Runner,
  type Submission,
} from '@raydeck/core';
import type { PackageContent } from '@raydeck/ray';
import { type AttemptApiAccess, executionEnvironment } from '../execution-environment.ts';
import { loadProfilePackage } from '../load-profile-package.ts';
import type { ForkServer } from './fork-server.ts';
import { createForkServers } from './fork-servers.ts';
import { LocalExecution } from './local-execution.ts';
import { localEnvironment } from './local-environment.ts';
import { unpackedPackages } from './unpacked-packages.ts';

/** How long an end is remembered: far longer than a worker needs to judge it. */
const REMEMBER_MS = 3_600_000;

export interface LocalRunnerOptions extends AttemptApiAccess {
  /** LOCAL_PYTHON: a name on PATH or a path. */
  python: string;
  /** The worker's own environment, of which only the basic names and those of `allowedEnv` are passed on. */
  inheritedEnv: Readonly<Record<string, string | undefined>>;
  /** LOCAL_ENV: names of variables that executions inherit too. */
  allowedEnv: readonly string[];
  /** LOCAL_DIRECTORY: private to the worker's user; packages and working folders go below it. */
  directory: string;
  /** Our own, from loadPythonPackage. */
  pythonPackage: PackageContent;
  /** A profile's package by its hash. Throws NOT_FOUND when there is none. */
  loadPackage: (hash: string) => Promise<Buffer>;
}

/** One attempt from the first call on. It has an execution once the packages are unpacked, if nobody stopped it before. */
interface Entry {
  isStopped: boolean;
  started: Promise<void>;
  execution: LocalExecution | null;
  overAtMs: number | null;
}

/**
 * Executes each attempt as a process of its own on the worker's machine: for development and tests. Executions die with their
 * worker, so what this worker did not start itself is `absent`. `resources` are not looked at.
 */
export function createLocalRunner(options: LocalRunnerOptions): Runner {
  const packages = unpackedPackages(join(options.directory, 'packages'));
  const own = options.pythonPackage;
  const common = { inherited: options.inheritedEnv, allowed: options.allowedEnv };
  const servers = createForkServers({
    packageFolder: () => packages.folder(own.hash, async () => own.content),
    envOf: (packageFolder) => localEnvironment({ ...common, execution: {}, pythonPath: [packageFolder] }),
  });
  const entries = new Map<string, Entry>();
  let isClosed = false;
  // The first attempt need not wait for it; what is wrong with it is told at a submit.
  servers.get(options.python).catch(() => undefined);

  async function submit(submission: Submission): Promise<void> {
    const known = entries.get(submission.executionName);
    if (known) return known.started;
    if (isClosed) throw new RaydeckError('UNAVAILABLE', 'The worker is ending.');
    forgetOld(entries);
    const entry: Entry = { isStopped: false, started: Promise.resolve(), execution: null, overAtMs: null };
    entries.set(submission.executionName, entry);
    entry.started = start(entry, submission).catch((error: unknown) => {
      // Nothing runs: a further call may try again.
      entries.delete(submission.executionName);
      throw error;
    });
    return entry.started;
  }

  async function start(entry: Entry, submission: Submission): Promise<void> {
    const execution = executionEnvironment(submission, options);
    const hash = packageHashOf(submission.profile);
    const server = await serverFor(submission.profile);
    const userFolder =
      hash === null
        ? null
        : await packages.folder(hash, () => loadProfilePackage(hash, () => options.loadPackage(hash)));
    if (entry.isStopped) return;
    const scratch = await makeFolder(options.directory);
    const directory = userFolder ?? scratch;
    const output = `${scratch}.log`;
    const remove = async (): Promise<void> => {
      await rm(output, { force: true });
      await rm(scratch, { recursive: true, force: true });
    };
    const env = localEnvironment({ ...common, execution, pythonPath: [server.packageFolder, directory] });
    const order = { name: submission.executionName, directory, output, env };
    const fork = await server.fork(order).catch(async (cause: unknown) => {
      await remove();
      throw new RaydeckError('UNAVAILABLE', 'The machine could not start one more process.', { cause });
    });
    const started = new LocalExecution(fork, output);
    entry.execution = started;
    if (entry.isStopped) started.stop();
    void started.over.then(async () => {
      entry.overAtMs = performance.now();
      await remove().catch(() => undefined);
    });
  }

  async function serverFor(profile: ProfileVersion | null): Promise<ForkServer> {
    const python = profile?.python ?? options.python;
    return servers.get(python).catch((cause: unknown) => {
      if (cause instanceof RaydeckError) throw cause;
      const setting = profile?.python ? `the python of profile ${profile.name}` : 'LOCAL_PYTHON';
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `The interpreter ${python} cannot run Raydeck: check ${setting}. ${reason}`;
      throw new RaydeckError('PRECONDITION', message, { cause });
    });
  }

  function stop(entry: Entry): void {
    entry.isStopped = true;
    entry.execution?.stop();
  }

  return {
    name: 'local',
    submit,
    observe: async (refs) => refs.map((ref) => observe(entries, ref)),
    async stop(ref) {
      const entry = entries.get(ref.executionName);
      if (entry) stop(entry);
    },
    cluster: async () => null,
    async close() {
      isClosed = true;
      for (const entry of entries.values()) stop(entry);
      await Promise.allSettled([...entries.values()].map((entry) => entry.started));
      await Promise.all([...entries.values()].flatMap(({ execution }) => execution?.over ?? []));
      await servers.close();
    },
  };
}

/** Null for code that is already there. Throws PRECONDITION for what somebody would have to fetch or install first. */
function packageHashOf(profile: ProfileVersion | null): string | null {
  if (profile?.requirements) {
    throw new RaydeckError(
      'PRECONDITION',
      `The local runner installs nothing, and profile ${profile.name} has requirements: install them for LOCAL_PYTHON and leave them out, or use ray_job.`,
    );
  }
  if (profile?.source.kind === 'uri') {
    throw new RaydeckError(
      'PRECONDITION',
      `The local runner fetches nothing, and the code of profile ${profile.name} is at ${profile.source.uri}: upload it as a package, or use ray_job.`,
    );
  }
  return profile?.source.kind === 'package' ? profile.source.hash : null;
}

function observe(entries: ReadonlyMap<string, Entry>, ref: ExecutionRef): Observation {
  const entry = entries.get(ref.executionName);
  if (!entry)
    return { kind: 'absent', detail: 'This worker did not start it, and local executions end with their worker.' };
  if (entry.execution) return entry.execution.observe();
  if (!entry.isStopped) return { kind: 'pending', detail: null };
  return { kind: 'ended', exitCode: null, cause: 'stopped', detail: 'It was stopped before it started.', nodeId: null };
}

async function makeFolder(directory: string): Promise<string> {
  const parent = join(directory, 'work');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  return mkdtemp(join(parent, 'attempt-'));
}

function forgetOld(entries: Map<string, Entry>): void {
  const oldMs = performance.now() - REMEMBER_MS;
  for (const [name, entry] of entries) if (entry.overAtMs !== null && entry.overAtMs < oldMs) entries.delete(name);
}
