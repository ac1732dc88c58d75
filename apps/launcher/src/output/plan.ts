import type { StepContext } from '../steps/step-context.ts';
import type { Interruption } from './interruption.ts';

/** One visible step: its line ends with the detail that `run` returns. */
export interface Step {
  title: string;
  run: (context: StepContext) => Promise<string | void>;
}

/** Steps that follow one another, and between them lanes of steps that run beside each other. */
export type Plan = (Step | Step[][])[];

export type StepBasis = Omit<StepContext, 'say' | 'signal'>;

/** Runs one step; `say` shows where it is. */
export type RunStep = (step: Step, say: (line: string) => void) => Promise<string | void>;

/** Shows a plan while it runs. */
export type Display = (plan: Plan, runStep: RunStep) => Promise<void>;

/** Runs a plan to its end. When a step fails the others are told, and waited for, before the failure is thrown. */
export async function runPlan(
  plan: Plan,
  basis: StepBasis,
  { interruption, display }: { interruption: Interruption; display: Display },
): Promise<void> {
  const { signal } = interruption;
  const running: Promise<unknown>[] = [];
  const runStep: RunStep = (step, say) => {
    const work = runOne(step, { ...basis, say, signal }, interruption);
    running.push(work);
    return work;
  };
  try {
    await display(plan, runStep);
  } catch (error) {
    await Promise.allSettled(running);
    throw signal.aborted ? signal.reason : error;
  }
}

async function runOne({ run }: Step, context: StepContext, interruption: Interruption): Promise<string | void> {
  try {
    context.signal.throwIfAborted();
    return await run(context);
  } catch (error) {
    const isFirst = !interruption.signal.aborted;
    interruption.abort(error);
    // What it was stands below the list, with the remedy.
    throw new Error(isFirst ? 'see below' : 'ended with the other', { cause: error });
  }
}
