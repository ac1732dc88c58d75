import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ExecutionRef,
  type Observation,
  type ProfileVersion,
  RaydeckError,
  type Resources,
  type Runner,
  type Submission,
} from '@raydeck/core';
import { type PackageContent, zipDirectory } from '@raydeck/ray';
import { isAlive, until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttemptApiDouble, type Call, startAttemptApiDouble } from './attempt-api-double.ts';

/** What a runner's own test file brings along. */
export interface ConformanceSubject {
  runner: Runner;
  /** Null where there is no wire between runner and execution on which something could be lost. */
  wire: {
    /** Dials through a proxy that loses the next submit's answer. */
    lossy: Runner;
    loseNextSubmit(options?: { andRefuse: boolean }): void;
    heal(): void;
    lostAnswers(): number;
    /** Dials where nobody listens, and the reference of an execution that was sent there. */
    unreachable: Runner;
    unreachableAddress: string;
  } | null;
  close(): Promise<void>;
}

export type MakeRunner = (given: {
  attemptApiUrls: string[];
  /** Knows the suite's own package only, and throws NOT_FOUND for others. */
  loadPackage: (hash: string) => Promise<Buffer>;
}) => Promise<ConformanceSubject>;

/** So little that the tests are not about room on the cluster. */
const RESOURCES: Resources = { numCpus: 0.01 };
const OVER_MS = 120_000;

/**
 * What the port promises, held against real processes and the real entrypoint; only the worker's end of the attempt API
 * is a double. Needs RAYDECK_TEST_PYTHON and executions on this machine: their pids are looked at.
 */
export function runnerConformance(name: string, makeRunner: MakeRunner): void {
  describe(`${name} holds what the runner port promises`, () => {
    let api: AttemptApiDouble;
    let shop: PackageContent;
    let subject: ConformanceSubject;

    beforeAll(async () => {
      api = await startAttemptApiDouble();
      shop = await packShop();
      const loadPackage = async (hash: string) => {
        if (hash !== shop.hash) throw new RaydeckError('NOT_FOUND', 'There is no such package.');
        return shop.content;
      };
      subject = await makeRunner({ attemptApiUrls: [api.url], loadPackage });
    });

    afterAll(async () => {
      await subject?.close();
      await api?.close();
    });

    it('runs the callable that the gate names, and ends with exit code 0', async () => {
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      await subject.runner.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0, cause: 'exited' });
      expect(api.executions(one.attemptId)).toMatchObject([{ outcome: { state: 'SUCCEEDED', result: '5' } }]);
    });

    it('starts an execution once, however often it is submitted', async () => {
      const one = prepare({ callable: 'time.sleep', args: '[1]' });
      await Promise.all([subject.runner.submit(one), subject.runner.submit(one)]);
      await subject.runner.submit(one);
      await over(one);
      await subject.runner.submit(one);
      expect(await observe(one)).toMatchObject({ kind: 'ended', exitCode: 0 });
      expect(api.executions(one.attemptId)).toHaveLength(1);
    });

    it('starts it once when the reply to the submit was lost', async ({ skip }) => {
      const wire = subject.wire ?? skip('nothing can get lost here');
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      const before = wire.lostAnswers();
      wire.loseNextSubmit();
      await wire.lossy.submit(one);
      expect(wire.lostAnswers()).toBe(before + 1);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0 });
      expect(api.executions(one.attemptId)).toHaveLength(1);
    });

    it('says UNAVAILABLE when nobody can tell what the submit did, and a repeat does not start it again', async ({
      skip,
    }) => {
      const wire = subject.wire ?? skip('nothing can get lost here');
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      wire.loseNextSubmit({ andRefuse: true });
      await expect(wire.lossy.submit(one)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      wire.heal();
      await wire.lossy.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0 });
      expect(api.executions(one.attemptId)).toHaveLength(1);
    });

    it('tells the exit code of a process that ended without an outcome', async () => {
      const one = prepare({ callable: 'os._exit', args: '[1]' });
      await subject.runner.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 1, cause: 'exited' });
    });

    it('tells exit code 0 without an outcome from one with an outcome by that code alone', async () => {
      const one = prepare({ callable: 'os._exit', args: '[0]' });
      await subject.runner.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0, cause: 'exited' });
      expect(api.executions(one.attemptId)).toMatchObject([{ outcome: null }]);
    });

    it('tells a SIGKILL as 137 or −9', async () => {
      const one = prepare(python("__import__('os').kill(__import__('os').getpid(), 9)"));
      await subject.runner.submit(one);
      const end = await over(one);
      expect(end).toMatchObject({ kind: 'ended', cause: 'exited' });
      expect(end.kind === 'ended' && [137, -9].includes(end.exitCode ?? 0)).toBe(true);
    });

    it('ends an execution that the gate refuses, without user code', async () => {
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      api.refuse(one.attemptId);
      await subject.runner.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 76 });
      expect(api.executions(one.attemptId)).toMatchObject([{ isAdmitted: false, outcome: null }]);
    });

    it('stops a running execution, and its process is gone when it is over', async () => {
      const one = prepare({ callable: 'time.sleep', args: '[300]' });
      await subject.runner.submit(one);
      const pid = await running(one);
      expect(await observe(one)).toMatchObject({ kind: 'running' });
      await subject.runner.stop(await refOf(one));
      expect(await over(one)).toMatchObject({ kind: 'ended', cause: 'stopped' });
      await until('its process is gone', () => !isAlive(pid));
      await subject.runner.stop(await refOf(one));
    });

    it('stops by force what does not react to the polite signal', async () => {
      const one = prepare(python("__import__('os').kill(__import__('os').getpid(), __import__('signal').SIGSTOP)"));
      await subject.runner.submit(one);
      const pid = await running(one);
      await subject.runner.stop(await refOf(one));
      expect(await over(one)).toMatchObject({ kind: 'ended', cause: 'stopped' });
      // Ray writes STOPPED right after it has sent SIGKILL: the process is dying, and does nothing more.
      await until('its process is gone', () => !isAlive(pid));
    });

    it('stops an execution that has not passed the gate: user code never runs', async () => {
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      api.hold(one.attemptId);
      await subject.runner.submit(one);
      await subject.runner.stop(await refOf(one));
      const end = await over(one, async () => subject.runner.stop(await refOf(one)));
      expect(end).toMatchObject({ kind: 'ended', cause: 'stopped' });
      expect(api.executions(one.attemptId).every((execution) => !execution.isAdmitted)).toBe(true);
    });

    it('ends the processes that an execution leaves behind', async () => {
      const one = prepare(python("__import__('subprocess').Popen(['sleep', '300']).pid"));
      await subject.runner.submit(one);
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0 });
      const pid = Number(api.executions(one.attemptId)[0]?.outcome?.result);
      await until('the child left behind has ended', () => !isAlive(pid));
    });

    it('says absent of an execution that was never submitted', async () => {
      expect(await observe(prepare({ callable: 'operator.add', args: '[2, 3]' }))).toMatchObject({ kind: 'absent' });
    });

    it('stops nothing, quietly, for an execution that was never submitted', async () => {
      await subject.runner.stop(await refOf(prepare({ callable: 'operator.add', args: '[2, 3]' })));
    });

    it('observes many at once, in their order', async () => {
      const done = prepare({ callable: 'operator.add', args: '[2, 3]' });
      const never = prepare({ callable: 'operator.add', args: '[2, 3]' });
      await subject.runner.submit(done);
      await over(done);
      const refs = await Promise.all([never, done, never, done].map(refOf));
      const kinds = (await subject.runner.observe(refs)).map((observation) => observation.kind);
      expect(kinds).toEqual(['absent', 'ended', 'absent', 'ended']);
      expect(await subject.runner.observe([])).toEqual([]);
    });

    it('says unknown, and takes no submit, when the cluster cannot be reached', async ({ skip }) => {
      const wire = subject.wire ?? skip('there is no cluster here');
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      const ref = { ...(await refOf(one)), rayAddress: wire.unreachableAddress };
      expect(await wire.unreachable.observe([ref])).toMatchObject([{ kind: 'unknown' }]);
      await expect(wire.unreachable.submit(one)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await expect(wire.unreachable.stop(ref)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await expect(wire.unreachable.cluster()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    });

    it("gives user code the profile's environment, and neither secret, ticket nor payload", async () => {
      const one = prepare(python("dict(__import__('os').environ)  # payload-marker"));
      await subject.runner.submit({ ...one, profile: profileOf({ envVars: { SHOP_MODE: 'test' } }) });
      await over(one);
      const result = api.executions(one.attemptId)[0]?.outcome?.result ?? '';
      const env: unknown = JSON.parse(result);
      expect(env).toMatchObject({ SHOP_MODE: 'test' });
      // Ray repeats the job's variables in RAY_JOB_CONFIG_JSON_ENV_VAR: there a ticket stays to be seen, used up.
      expect(env).not.toHaveProperty('RAYDECK_TICKET');
      expect(result).not.toContain('secret-marker');
      expect(result).not.toContain('payload-marker');
    });

    it("runs the code of the profile's package, from its folder", async () => {
      const one = prepare({ callable: 'shop.orders.read_motto', args: '[]' });
      await subject.runner.submit({ ...one, profile: profileOf({ source: { kind: 'package', hash: shop.hash } }) });
      expect(await over(one)).toMatchObject({ kind: 'ended', exitCode: 0 });
      expect(api.executions(one.attemptId)).toMatchObject([
        { outcome: { state: 'SUCCEEDED', result: '"open all day"' } },
      ]);
    });

    it('refuses for good a profile whose package is not stored any more', async () => {
      const one = prepare({ callable: 'shop.orders.read_motto', args: '[]' });
      const profile = profileOf({ source: { kind: 'package', hash: 'ab'.repeat(32) } });
      await expect(subject.runner.submit({ ...one, profile })).rejects.toMatchObject({ code: 'PRECONDITION' });
      expect(await observe(one)).toMatchObject({ kind: 'absent' });
    });

    it('refuses for good a profile that would choose the interpreter', async () => {
      const one = prepare({ callable: 'operator.add', args: '[2, 3]' });
      const profile = profileOf({ envVars: { LD_PRELOAD: '/tmp/x.so' } });
      await expect(subject.runner.submit({ ...one, profile })).rejects.toMatchObject({ code: 'PRECONDITION' });
      expect(await observe(one)).toMatchObject({ kind: 'absent' });
    });

    function prepare(call: Call): Submission {
      const attemptId = randomUUID();
      const ticket = api.ticketFor(attemptId, call);
      return { attemptId, executionName: `rd-test-${attemptId}`, ticket, resources: RESOURCES, profile: null };
    }

    async function refOf({ attemptId, executionName }: Submission): Promise<ExecutionRef> {
      const cluster = await subject.runner.cluster();
      return { attemptId, executionName, rayAddress: cluster?.address ?? null, raySession: cluster?.session ?? null };
    }

    async function observe(submission: Submission): Promise<Observation> {
      const [observation] = await subject.runner.observe([await refOf(submission)]);
      if (!observation) throw new Error('There is no observation.');
      return observation;
    }

    /** The observation that says it is over; `meanwhile` runs between two looks. */
    async function over(submission: Submission, meanwhile?: () => Promise<void>): Promise<Observation> {
      return until(
        'the execution is over',
        async () => {
          const observation = await observe(submission);
          if (observation.kind === 'ended' || observation.kind === 'absent') return observation;
          await meanwhile?.();
          return null;
        },
        { deadlineMs: OVER_MS, everyMs: 100 },
      );
    }

    /** Its pid, once it has passed the gate. */
    async function running({ attemptId }: Submission): Promise<number> {
      const execution = await until(
        'the execution has passed the gate',
        () => api.executions(attemptId).find((one) => one.isAdmitted),
        { deadlineMs: OVER_MS },
      );
      return execution.pid;
    }
  });
}

export function profileOf(part: Partial<ProfileVersion>): ProfileVersion {
  return {
    id: randomUUID(),
    name: 'shop',
    version: 1,
    source: { kind: 'image' },
    requirements: null,
    envVars: {},
    python: null,
    ...part,
  };
}

/** User code as a profile brings it: a package and a file beside it, read by a path relative to the working directory. */
async function packShop(): Promise<PackageContent> {
  const folder = await mkdtemp(join(tmpdir(), 'raydeck-shop-'));
  try {
    await mkdir(join(folder, 'shop'));
    await writeFile(join(folder, 'shop', '__init__.py'), '');
    await writeFile(join(folder, 'shop', 'orders.py'), 'def read_motto():\n    return open("motto.txt").read()\n');
    await writeFile(join(folder, 'motto.txt'), 'open all day');
    return await zipDirectory(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function python(expression: string): Call {
  return { callable: 'builtins.eval', args: JSON.stringify([expression]) };
}
