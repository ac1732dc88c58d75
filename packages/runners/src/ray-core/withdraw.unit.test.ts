import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { createRayCoreRunner } from './create-ray-core-runner.ts';
import type { RayCoreRunnerOptions } from './ray-core-runner-options.ts';

const [gatewayId, attemptId] = [randomUUID(), randomUUID()];
const ref = { attemptId, executionName: `rd-x-${attemptId}`, rayAddress: 'http://ray:8265', raySession: 's' };

/** A runner to which one gateway is connected that holds nothing, as after another one that has ended. */
async function runnerBesideEmptyGateway(doubtful: readonly string[]) {
  const options = {
    workerId: () => 'w',
    openGateways: () => Promise.resolve([{ gatewayId, isStarted: true, draining: false }]),
    deadWorkers: () => Promise.resolve([]),
    doubtful: () => Promise.resolve(doubtful),
    onReady: () => {},
    onOver: vi.fn<(id: string) => void>(),
  } satisfies Partial<RayCoreRunnerOptions>;
  // Safe: what is left out is for tasks that are handed over and reported, and none is.
  const runner = createRayCoreRunner(options as unknown as RayCoreRunnerOptions);
  const connection = runner.connect({
    gatewayId,
    close: () => {},
    send: (text) => {
      const { t, ask, ids } = JSON.parse(text) as { t: string; ask?: number; ids?: string[] };
      if (t !== 'adopt') return;
      const answer = { t: 'adopted', ask, waiting: [], started: [], absent: ids };
      queueMicrotask(() => connection.message(JSON.stringify(answer)));
    },
  });
  connection.message(JSON.stringify({ t: 'hello', gatewayId, absent: [] }));
  return { runner, onOver: options.onOver };
}

it('takes back what no gateway holds, or ever held', async () => {
  const { runner } = await runnerBesideEmptyGateway([]);
  expect(await runner.withdraw?.(ref)).toBe(true);
});

it('does not take back what a gateway that has ended may have begun, and says so of it', async () => {
  const { runner, onOver } = await runnerBesideEmptyGateway([attemptId]);
  expect(await runner.withdraw?.(ref)).toBe(false);
  expect(onOver).toHaveBeenCalledWith(attemptId);
  expect(await runner.observe([ref])).toMatchObject([{ kind: 'ended', cause: 'gateway_ended', isStarted: true }]);
});
