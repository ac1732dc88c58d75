import { RaydeckError, type Runner, type Submission } from '@raydeck/core';
import { type PackageContent, type RayClient, RayError } from '@raydeck/ray';
import { type AttemptApiAccess, executionEnvironment } from '../execution-environment.ts';
import { loadProfilePackage } from '../load-profile-package.ts';
import { createAgentNudger } from './agent-nudger.ts';
import { jobRequestOf } from './job-request-of.ts';
import { createKnownNodes } from './known-nodes.ts';
import { observeJobs } from './observe-jobs.ts';
import { createPackageKeeper } from './package-keeper.ts';
import { createSetupLogs } from './setup-logs.ts';
import { createUnplacedJobs } from './unplaced-jobs.ts';

export interface RayJobRunnerOptions extends AttemptApiAccess {
  /** Closed with the runner. */
  client: RayClient;
  /** Our own, from loadPythonPackage. */
  pythonPackage: PackageContent;
  /** CPUs that a task reserves when it names none; above 0. */
  defaultNumCpus: number;
  /** A profile's package by its hash. Throws NOT_FOUND when there is none. */
  loadPackage: (hash: string) => Promise<Buffer>;
}

/**
 * Executes each attempt as a Ray job: a process of its own, placed by the entrypoint's resources. A record that is missing is
 * `absent`, also in the moment between a submit and Ray's writing it down: the worker observes only what `submit` has
 * accepted, or what is older than a submit can take. `stop` of a job that Ray has not placed yet is heard after some seconds,
 * when it is repeated: repeat it while it is observed. Throws PRECONDITION for default CPUs that would pin all jobs to the head.
 */
export function createRayJobRunner(options: RayJobRunnerOptions): Runner {
  const { client, pythonPackage, defaultNumCpus } = options;
  if (!(defaultNumCpus > 0)) {
    throw new RaydeckError(
      'PRECONDITION',
      'RAY_ENTRYPOINT_NUM_CPUS must be above 0: without resources Ray runs jobs on its head.',
    );
  }
  const packages = createPackageKeeper({ client, now: () => performance.now() });
  const endUnplaced = createUnplacedJobs({ client, now: () => performance.now() });
  const running = {
    nudge: createAgentNudger(client),
    nodes: createKnownNodes({ client, now: () => performance.now() }),
    setupLog: createSetupLogs({ client, now: () => performance.now() }),
  };

  async function send(submission: Submission): Promise<void> {
    const env = executionEnvironment(submission, options);
    const request = jobRequestOf(submission, { env, pythonPackageHash: pythonPackage.hash, defaultNumCpus });
    const { session } = await client.version();
    await packages.ensure(session, pythonPackage.hash, async () => pythonPackage.content);
    const { source } = submission.profile ?? {};
    if (source?.kind === 'package') {
      const { hash } = source;
      await packages.ensure(session, hash, () => loadProfilePackage(hash, () => options.loadPackage(hash)));
    }
    await client.submitJob(request);
  }

  return {
    name: 'ray_job',
    submit: (submission) => send(submission).catch(rethrowAsSubmitError),
    observe: (refs) => observeJobs(client, refs, running),
    async stop(ref) {
      if (ref.rayAddress !== client.address) {
        throw new RaydeckError(
          'UNAVAILABLE',
          `It was sent to ${ref.rayAddress ?? 'no Ray'}, which this worker does not serve.`,
        );
      }
      await client.stopJob(ref.executionName);
      await endUnplaced(ref.executionName);
    },
    async cluster() {
      const { session } = await client.version().catch(rethrowAsUnavailable);
      return { address: client.address, session };
    },
    close: () => client.close(),
  };
}

/**
 * Only Ray's refusal of this very job is final. A wrong token or a web page in Ray's place says nothing of the job: an earlier
 * call may have been accepted, and the setting will be mended.
 */
function rethrowAsSubmitError(error: unknown): never {
  if (error instanceof RayError && error.reason !== 'refused') return rethrowAsUnavailable(error);
  throw error;
}

function rethrowAsUnavailable(error: unknown): never {
  if (!(error instanceof RaydeckError)) throw error;
  throw new RaydeckError('UNAVAILABLE', error.message, { cause: error });
}
