import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';
import type { Plan, RunStep, Step } from './plan.ts';

/** For people at a terminal: moving lines with times, and under each step where it is. */
export async function displayLive(plan: Plan, runStep: RunStep): Promise<void> {
  const ofStep = (step: Step): ListrTask => ({
    title: step.title,
    task: async (_, task) => {
      const detail = await runStep(step, (line) => {
        task.output = line;
      });
      if (detail !== undefined) task.title = `${step.title}: ${detail}`;
    },
  });
  const ofLane = (lane: Step[]): ListrTask => ({
    task: (_, task) => task.newListr(lane.map(ofStep), { concurrent: false }),
  });
  const ofEntry = (entry: Plan[number]): ListrTask =>
    Array.isArray(entry)
      ? { task: (_, task) => task.newListr(entry.map(ofLane), { concurrent: true }) }
      : ofStep(entry);

  const tasks = new Listr(plan.map(ofEntry), {
    registerSignalListeners: false,
    renderer: 'default',
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
  });
  await tasks.run();
}
