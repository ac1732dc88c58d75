import { type Fault, pause } from './fault.ts';

/** Executions reach no worker for a while. */
export const attemptApiCut: Fault = {
  kind: 'attempt-api-cut',
  inject: async ({ installation: { slots }, random }) => {
    const mode = random.pick(['refuse', 'half-open', 'stall'] as const);
    for (const { api } of slots) api.setMode(mode);
    if (mode === 'refuse') for (const { api } of slots) api.reset();
    await pause(random.between(2_000, 12_000));
    for (const { api } of slots) api.setMode('pass');
    return undefined;
  },
};
