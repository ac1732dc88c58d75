import type { Plan, RunStep, Step } from './plan.ts';

/** For logs and CI: a line when a step begins and one when it has ended. */
export async function displayLines(plan: Plan, runStep: RunStep): Promise<void> {
  for (const entry of plan) {
    const lanes = Array.isArray(entry) ? entry : [[entry]];
    await Promise.all(lanes.map((lane) => displayLane(lane, runStep)));
  }
}

async function displayLane(lane: Step[], runStep: RunStep): Promise<void> {
  for (const step of lane) await displayStep(step, runStep);
}

async function displayStep(step: Step, runStep: RunStep): Promise<void> {
  const startedAt = Date.now();
  const time = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  console.log(`... ${step.title}`);
  try {
    const detail = await runStep(step, () => undefined);
    console.log(`ok  ${step.title}${detail === undefined ? '' : `: ${detail}`} (${time()})`);
  } catch (error) {
    console.log(`--- ${step.title}: ${error instanceof Error ? error.message : 'failed'} (${time()})`);
    throw error;
  }
}
