import { RayError } from '../ray-error.ts';

/**
 * Checks a submission id. Anything but `[A-Za-z0-9_-]` is refused here: a slash answers 500 and leaves a record that is
 * PENDING for ever.
 */
export function checkJobId(id: string): string {
  if (/^[A-Za-z0-9_-]{1,200}$/.test(id)) return id;
  throw new RayError('refused', `"${id.slice(0, 200)}" is no submission id: letters, digits, "_" and "-" only.`);
}
