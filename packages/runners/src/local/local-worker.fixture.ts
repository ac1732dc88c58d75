import { json } from 'node:stream/consumers';
import type { Submission } from '@raydeck/core';
import { testPythonPackage } from '../conformance/test-environment.ts';
import { createLocalRunner } from './create-local-runner.ts';

/** A process that submits one attempt and then waits to be killed; what to do comes as JSON on stdin. */
interface Order {
  python: string;
  directory: string;
  attemptApiUrls: string[];
  submission: Submission;
}

const order = asOrder(await json(process.stdin));
const runner = createLocalRunner({
  ...order,
  inheritedEnv: process.env,
  allowedEnv: [],
  pythonPackage: await testPythonPackage(),
  loadPackage: async () => Promise.reject(new Error('no package is stored')),
});
await runner.submit(order.submission);
setInterval(() => undefined, 1_000);

/** Written by the test beside this file. */
function asOrder(value: unknown): Order {
  return value as Order;
}
