import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';
import type { StepContext } from '../steps/step-context.ts';
import type { Interruption } from './interruption.ts';

/** One visible step: its line ends with the detail that `run` returns. */
export interface Step {
  title: string;
  run: (context: StepContext) => Promise<string | void>;
}

/** Steps that follow one another, and between them lanes of steps that run beside each other. */
export type Plan = (Step | Step[][])[];

export interface TaskOptions {
  interruption: Interruption;
  /** Moving lines in a terminal, plain log lines elsewhere. */
  isInteractive: boolean;
}

export type StepBasis = Omit<StepContext, 'say' | 'signal'>;

/** Runs a plan to its end. When a step fails the others are told, and waited for, before the failure is thrown. */
export async function runTasks(
  plan: Plan,
  basis: StepBasis,
  { interruption, isInteractive }: TaskOptions,
): Promise<void> {
  const running: Promise<unknown>[] = [];
  const stepTask = ({ title, run }: Step): ListrTask => ({
    title,
    task: async (_, task) => {
      const say = (line: string) => {
        if (isInteractive) task.output = line;
      };
      const work = runStepOf(run, { ...basis, say, signal: interruption.signal }, interruption);
      running.push(work);
      const detail = await work;
      if (detail !== undefined) task.title = `${title}: ${detail}`;
    },
  });
  const planTask = (entry: Plan[number]): ListrTask =>
    Array.isArray(entry)
      ? {
          task: (_, task) =>
            task.newListr(
              entry.map((lane) => laneTask(lane, stepTask)),
              { concurrent: true },
            ),
        }
      : stepTask(entry);
  const timer = { timer: PRESET_TIMER };
  const tasks = new Listr(plan.map(planTask), {
    registerSignalListeners: false,
    renderer: isInteractive ? 'default' : 'simple',
    rendererOptions: isInteractive ? { ...timer, collapseSubtasks: false, showErrorMessage: false } : timer,
  });
  try {
    await tasks.run();
  } catch (error) {
    await Promise.allSettled(running);
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  }
}

async function runStepOf(run: Step['run'], context: StepContext, interruption: Interruption): Promise<string | void> {
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

function laneTask(lane: Step[], stepTask: (step: Step) => ListrTask): ListrTask {
  return { task: (_, task) => task.newListr(lane.map(stepTask), { concurrent: false }) };
}
