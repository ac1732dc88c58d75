import type { Ending } from './outcome.ts';
import type { EndCause, Observation } from './runner.ts';

/** What the judge knows of the attempt. `stopReason` is why we asked the execution to end, if we did. */
export interface AttemptFacts {
  started: boolean;
  stopReason: 'cancel' | 'timeout' | 'silence' | null;
}

type Over = Extract<Observation, { kind: 'ended' | 'absent' }>;

/**
 * How an attempt ended whose execution is known to be over without an accepted outcome. Exit codes come through a shell:
 * 137 and −9 are SIGKILL.
 */
export function judge(observation: Over, facts: AttemptFacts): Ending {
  if (facts.stopReason === 'cancel')
    return failed('CANCELED', 'Canceled', 'The task was canceled.', observation, 'none', false);
  if (facts.stopReason === 'timeout')
    return failed('FAILED', 'TimedOut', 'The task ran longer than its timeout.', observation, 'failure', true);
  if (facts.stopReason === 'silence')
    return failed('LOST', 'Lost', 'The execution gave no sign of life and was stopped.', observation, 'loss', true);
  if (observation.kind === 'absent') {
    return failed(
      'LOST',
      'Lost',
      `The execution is gone: ${observation.detail}`,
      observation,
      facts.started ? 'loss' : 'none',
      true,
    );
  }
  if (observation.cause === 'exited') return exited(observation, facts);
  const [name, text] = infrastructure[observation.cause];
  return failed(
    facts.started ? 'LOST' : 'FAILED',
    name,
    withDetail(text, observation.detail),
    observation,
    'loss',
    true,
  );
}

const infrastructure: Record<Exclude<EndCause, 'exited'>, [string, string]> = {
  stopped: ['Lost', 'The execution was stopped from outside.'],
  runtime_env_setup_failed: ['RuntimeEnvSetupFailed', 'Ray could not set up the runtime environment.'],
  unschedulable: ['RayUnschedulable', 'No node of the cluster can hold what the task asks for.'],
  start_timed_out: ['StartTimedOut', 'Ray did not start the job in time.'],
  actor_died: ['RayActorDied', "Ray's supervisor of the job died."],
  gateway_ended: ['GatewayEnded', 'The gateway that ran it has ended.'],
  start_failed: ['StartFailed', 'Ray could not start the job.'],
};

function exited(observation: Extract<Over, { kind: 'ended' }>, facts: AttemptFacts): Ending {
  const code = observation.exitCode;
  if (!facts.started) {
    return failed(
      'FAILED',
      'StartFailed',
      withDetail(`The execution ended with exit code ${code ?? 'unknown'} before it started.`, observation.detail),
      observation,
      'loss',
      true,
    );
  }
  if (code === 0)
    return failed(
      'FAILED',
      'ResultMissing',
      'The process ended with exit code 0 without reporting an outcome.',
      observation,
      'failure',
      true,
    );
  if (code === 137 || code === -9)
    return failed(
      'FAILED',
      'ProcessKilled',
      'The process was killed, most likely out of memory.',
      observation,
      'failure',
      true,
    );
  if (code === 76) {
    const text = 'Another execution of it had passed the gate, and is silent.';
    return failed('LOST', 'Lost', text, observation, 'loss', true);
  }
  if (code === 75)
    return failed('LOST', 'Lost', 'The outcome could not be reported within the grace.', observation, 'loss', true);
  return failed(
    'FAILED',
    'ProcessExited',
    `The process ended with exit code ${code ?? 'unknown'}.`,
    observation,
    'failure',
    true,
  );
}

function failed(
  state: 'FAILED' | 'CANCELED' | 'LOST',
  name: string,
  message: string,
  observation: Over,
  budget: Ending['budget'],
  retryable: boolean,
): Ending {
  const exitCode = observation.kind === 'ended' ? observation.exitCode : null;
  return { state, result: null, error: { class: name, message, traceback: null }, exitCode, budget, retryable };
}

function withDetail(text: string, detail: string | null): string {
  return detail ? `${text} ${detail}` : text;
}
