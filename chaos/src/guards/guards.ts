/** A guard of the system, and the statement as it would be without it. */
interface Guard {
  /** The statement's name. */
  statement: string;
  /** Each must be found in the statement, or the guard is somewhere else by now and this file is wrong. */
  replace: readonly (readonly [guarded: string, bare: string])[];
}

/** What a chaos run can leave out, to see whether its checker notices. */
export const guards: Record<string, readonly Guard[]> = {
  'start-gate': [
    {
      statement: 'start-attempt',
      replace: [
        [
          "WHERE a.id = $1 AND a.state::text = 'SUBMITTED'",
          "WHERE a.id = $1 AND a.state::text IN ('SUBMITTED', 'RUNNING')",
        ],
      ],
    },
  ],
  'finish-fence': [
    {
      statement: 'finish-attempts',
      replace: [
        ["a.state::text IN ('SUBMITTED', 'RUNNING')", 'true'],
        ['(a.execution_id = h."executionId"', '(h."executionId" IS NOT NULL'],
        ["t.state::text = 'RUNNING'", 'true'],
      ],
    },
  ],
  'lease-check': [
    {
      statement: 'finish-attempts',
      replace: [
        ['a.worker_id = h."judgeId" AND', ''],
        ['w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp()', 'true'],
      ],
    },
  ],
  'adoption-lease': [{ statement: 'adopt-attempts', replace: [['w.lease_expires_at <= clock_timestamp()', 'true']] }],
  // A submit that is not sure to have arrived is made again under another name, and Ray cannot tell that it has the job already.
  'idempotent-submit': [
    {
      statement: 'driven-attempts',
      replace: [
        ['a.ray_job_id AS "executionName"', `a.ray_job_id || '-' || (random() * 1e6)::integer AS "executionName"`],
      ],
    },
  ],
  'limit-lock': [
    {
      statement: 'claim-attempts',
      replace: [['q.concurrency_limit - k.live', 'q.concurrency_limit']],
    },
  ],
};

/** The text of a statement without these guards. Throws when a guard is not there to be left out. */
export function withoutGuards(names: readonly string[], statement: string, text: string): string {
  let bare = text;
  for (const name of names) {
    const found = guards[name];
    if (!found) throw new Error(`There is no guard ${name}.`);
    for (const guard of found.filter((one) => one.statement === statement)) {
      for (const [guarded, unguarded] of guard.replace) {
        if (!bare.includes(guarded)) throw new Error(`${statement} has no such guard: ${guarded}`);
        bare = bare.replace(guarded, unguarded);
      }
    }
  }
  return bare;
}
