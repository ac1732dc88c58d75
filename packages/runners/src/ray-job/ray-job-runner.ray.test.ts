import { createRayClient } from '@raydeck/ray';
import { runnerConformance } from '../conformance/runner-conformance.ts';
import { startSwallowingProxy } from '../conformance/swallowing-proxy.ts';
import { testPythonPackage, testRay } from '../conformance/test-environment.ts';
import { createRayJobRunner } from './create-ray-job-runner.ts';

/** Nobody listens on the discard port. */
const NOWHERE = 'http://127.0.0.1:9';

runnerConformance('ray_job', async ({ attemptApiUrls, loadPackage }) => {
  const { address, token } = testRay();
  const pythonPackage = await testPythonPackage();
  const runnerAt = (at: string) =>
    createRayJobRunner({
      client: createRayClient({ address: at, token }),
      pythonPackage,
      attemptApiUrls,
      defaultNumCpus: 0.01,
      loadPackage,
    });
  const proxy = await startSwallowingProxy(address);
  const [runner, lossy, unreachable] = [runnerAt(address), runnerAt(proxy.url), runnerAt(NOWHERE)];
  return {
    runner,
    wire: { ...proxy, lossy, unreachable, unreachableAddress: NOWHERE },
    async close() {
      await Promise.all([runner, lossy, unreachable].map((one) => one.close()));
      await proxy.close();
    },
  };
});
