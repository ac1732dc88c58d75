import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testDatabase } from '@raydeck/testing';
import { z } from 'zod';

/** How many no-op tasks a second django-ray drains, or why there is nothing to be told. */
export type DjangoRay = { tasksPerSecond: number } | { missing: string };

const folder = fileURLToPath(new URL('../../django_ray', import.meta.url));
const Rate = z.object({ perSecond: z.number() });

/** With a worker and a Ray of its own, on a database of its own; all of it ended again. */
export async function drainByDjangoRay(tasks: number): Promise<DjangoRay> {
  const python = process.env['RAYDECK_BENCH_DJANGO_RAY_PYTHON'];
  if (!python) return { missing: process.env['RAYDECK_BENCH_DJANGO_RAY_MISSING'] ?? 'it is not installed.' };
  const db = await testDatabase();
  try {
    const env = { ...process.env, BENCH_DATABASE_URL: db.url };
    const { stdout } = await promisify(execFile)(python, ['drain.py', String(tasks)], { cwd: folder, env });
    return { tasksPerSecond: Rate.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).perSecond };
  } finally {
    await db.close();
  }
}
