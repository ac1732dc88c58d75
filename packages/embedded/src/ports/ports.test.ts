import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, isPortFree, nextFreePort } from './free-port.ts';
import { chooseRayPorts } from './ray-ports.ts';

test('no port is promised twice', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(new Set(ports).size).toBe(50);
});

test('a taken port is neither free nor chosen', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isPortFree(port)).toBe(false);
  expect(await freePort(port)).not.toBe(port);
  expect(await nextFreePort(port)).toBeGreaterThan(port);
  server.close();
});

test("Ray's ports are disjoint, outside its workers' range, and not those of a block in use", async () => {
  const first = await chooseRayPorts(0);
  const { minWorker, maxWorker, ...fixed } = first;
  const numbers = Object.values(fixed);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.filter((port) => port >= minWorker && port <= maxWorker)).toEqual([]);

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(first.dashboardAgentGrpc, '127.0.0.1', resolve));
  expect((await chooseRayPorts(0)).gcs).not.toBe(first.gcs);
  server.close();
});
