import { isCallableAllowed, RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { enqueueTasksWithin } from '../tasks/enqueue-tasks.ts';
import { profileNotFound, requireProfileName } from './profile-not-found.ts';
import { profileTestCallable } from './profile-test-callable.ts';
import { type StoredProfile, storedProfileOf } from './stored-profile.ts';

/** Ray's own limit for one set-up is ten minutes; the task itself takes a second. */
const timeoutSeconds = 300;

/** Which profile is tried. */
export const ProfileTest = z.strictObject({ name: z.string(), queue: z.string().min(1).max(100).optional() });
export type ProfileTest = z.input<typeof ProfileTest>;

/**
 * Enqueues a task that does nothing but say what it finds: it runs with the profile's current version on the queue that is
 * named, else on the first that uses the profile, else on "default". Throws NOT_FOUND, and FORBIDDEN when the queue does
 * not allow it. Twice: two tasks. A crash leaves the task with its audit row, or neither.
 */
export async function testProfile(context: Context, input: ProfileTest): Promise<{ taskId: string }> {
  authorizeWhole(context, 'profile.write');
  const { name, queue: asked } = parseInput(ProfileTest, input);
  requireProfileName(name);
  const { taskId, tell } = await context.db.prisma.$transaction(async (tx) => {
    const row = await tx.profile.findFirst({ where: { name }, orderBy: { version: 'desc' } });
    if (!row) throw profileNotFound(name);
    const users = await tx.queue.findMany({ where: { profile: name }, orderBy: { name: 'asc' }, take: 1000 });
    const user = users.find(({ allowedCallables }) => isCallableAllowed(allowedCallables, profileTestCallable));
    const queue = asked ?? user?.name ?? 'default';
    const kwargs = JSON.stringify(expected(storedProfileOf(row)));
    const common = { maxAttempts: 1, timeoutSeconds, tags: ['profile-test'] };
    const { enqueued, tell: tellEnqueued } = await enqueueTasksWithin(tx, context, [
      { callable: profileTestCallable, kwargs, queue, profile: name, ...common },
    ]);
    const [task] = enqueued;
    if (!task) throw new RaydeckError('INTERNAL', 'The door answers once for each task.');
    const after = { version: row.version, taskId: task.id, queue };
    await audit(tx, context, { action: 'profile.test', targetType: 'profile', targetId: name, after });
    return { taskId: task.id, tell: tellEnqueued };
  });
  tell();
  return { taskId };
}

/** What the task is to look for: names only, for arguments are shown to whoever may see them. */
function expected({ requirements, envVars, secrets }: StoredProfile) {
  return {
    requirements: requirements?.packages ?? [],
    variables: [...Object.keys(envVars), ...Object.keys(secrets)].toSorted(),
  };
}
