import { createHash } from 'node:crypto';
import { z } from 'zod';

const SetUp = z.object({
  pip: z.object({ packages: z.array(z.string()), pip_check: z.literal(false) }).optional(),
  uv: z
    .object({ packages: z.array(z.string()), uv_check: z.literal(false), uv_pip_install_options: z.array(z.string()) })
    .optional(),
  working_dir: z.string().optional(),
});

/**
 * The texts by which lines of Ray's set-up logs can be told to be about this runtime environment: the names of the folders
 * of pip and uv, which are a hash of what was asked for, and the address of code that Ray fetches. None for an
 * environment whose set-up is nothing to watch.
 */
export function setupMarks(runtimeEnv: Record<string, unknown>): string[] {
  const { pip, uv, working_dir: workingDir } = SetUp.safeParse(runtimeEnv).data ?? {};
  const marks = [pip, uv].flatMap((asked) =>
    asked ? [createHash('sha1').update(pythonJson(asked)).digest('hex')] : [],
  );
  return workingDir && /^(https|s3|gs):/.test(workingDir) ? [...marks, workingDir] : marks;
}

/** As Python's json.dumps(value, sort_keys=True) writes plain ASCII. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}: ${pythonJson(item)}`).join(', ')}}`;
}
