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
 * Executes each attempt as a child process of the worker: for development and tests. Executions die with their worker, so
 * what this worker did not start itself is `absent`. `resources` are not looked at.
 */
export function createLocalRunner(options: LocalRunnerOptions): Runner {
  const packages = unpackedPackages(join(options.directory, 'packages'));
  const entries = new Map<string, Entry>();
  let isClosed = false;

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
    const own = options.pythonPackage;
    const ownFolder = await packages.folder(own.hash, async () => own.content);
    const userFolder =
      hash === null
        ? null
        : await packages.folder(hash, () => loadProfilePackage(hash, () => options.loadPackage(hash)));
    if (entry.isStopped) return;
    const emptyFolder = userFolder === null ? await makeFolder(options.directory) : null;
    const directory = userFolder ?? emptyFolder ?? options.directory;
    const env = localEnvironment({
      inherited: options.inheritedEnv,
      allowed: options.allowedEnv,
      execution,
      pythonPath: [ownFolder, directory],
    });
    const python = submission.profile?.python ?? options.python;
    const started = await LocalExecution.start({ python, directory, env }).catch((cause: unknown) => {
      const setting = submission.profile?.python ? `the python of profile ${submission.profile.name}` : 'LOCAL_PYTHON';
      throw new RaydeckError('PRECONDITION', `The interpreter ${python} cannot be started: check ${setting}.`, {
        cause,
      });
    });
    entry.execution = started;
    if (entry.isStopped) started.stop();
    void started.over.then(async () => {
      entry.overAtMs = performance.now();
      if (emptyFolder !== null) await rm(emptyFolder, { recursive: true, force: true }).catch(() => undefined);
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
