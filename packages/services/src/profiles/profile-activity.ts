import type { TaskState } from '@raydeck/core';
import { z } from 'zod';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { redactedBy, redactionOfTask } from '../redaction/redactions.ts';
import { requireProfileName } from './profile-not-found.ts';

/** A test of a profile; its task is null once it is deleted. */
export interface ProfileTestRun {
  taskId: string;
  version: number;
  queue: string;
  at: Date;
  actor: string;
  state: TaskState | null;
}

/** An attempt whose environment Ray could not set up. */
export interface SetupFailure {
  attemptId: string;
  taskId: string;
  version: number;
  at: Date;
  /** Null without payload permission, as every word of an error. */
  message: string | null;
}

const shown = 10;

const TestEntry = z.object({ version: z.number(), taskId: z.guid(), queue: z.string() });

/** The newest tests of a profile and the newest failures to set it up, newest first. */
export async function profileActivity(
  context: Context,
  name: string,
): Promise<{ tests: ProfileTestRun[]; failures: SetupFailure[] }> {
  authorizeWhole(context, 'profile.read');
  requireProfileName(name);
  const [tests, failures] = await Promise.all([readTests(context, name), readFailures(context, name)]);
  return { tests, failures };
}

async function readTests({ db: { prisma } }: Context, name: string): Promise<ProfileTestRun[]> {
  const rows = await prisma.auditLog.findMany({
    where: { targetType: 'profile', targetId: name, action: 'profile.test' },
    orderBy: { id: 'desc' },
    take: shown,
  });
  const entries = rows.flatMap(({ after, at, actor }) => {
    const { data } = TestEntry.safeParse(after);
    return data ? [{ ...data, at, actor }] : [];
  });
  const tasks = await prisma.task.findMany({
    where: { id: { in: entries.map(({ taskId }) => taskId) } },
    select: { id: true, state: true },
  });
  const stateOf = new Map(tasks.map(({ id, state }) => [id, state]));
  return entries.map((entry) => ({ ...entry, state: stateOf.get(entry.taskId) ?? null }));
}

/** `attempt_setup_failed_idx` serves each version's newest; the class stands as text, for a parameter would hide it from the planner. */
async function readFailures(context: Context, name: string): Promise<SetupFailure[]> {
  const { prisma } = context.db;
  const found = await prisma.$queryRaw<{ id: string; version: number }[]>`
    SELECT a.id, p.version
    FROM (SELECT id, version FROM raydeck.profile WHERE name = ${name} ORDER BY version DESC LIMIT 50) AS p
    CROSS JOIN LATERAL (
      SELECT id FROM raydeck.attempt WHERE profile_id = p.id AND error_class = 'RuntimeEnvSetupFailed'
      ORDER BY id DESC LIMIT ${shown}) AS a
    ORDER BY a.id DESC LIMIT ${shown}`;
  const attempts = await prisma.attempt.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: {
      id: true,
      taskId: true,
      finishedAt: true,
      submittedAt: true,
      errorMessage: true,
      task: { select: redactedBy },
    },
  });
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const failures = found.map(async ({ id, version }): Promise<SetupFailure | null> => {
    const attempt = byId.get(id);
    if (!attempt) return null;
    const { taskId, finishedAt, submittedAt, errorMessage, task } = attempt;
    const words = context.principal.canViewPayload && errorMessage !== null;
    const message = words ? (await redactionOfTask(context, task)).text(errorMessage) : null;
    return { attemptId: id, taskId, version, at: finishedAt ?? submittedAt, message };
  });
  return (await Promise.all(failures)).filter((failure) => failure !== null);
}
