import pg from 'pg';

/** Indexes of tables that may be large when they come: made while the writers go on, which no migration can do. */
const indexes = [
  {
    name: 'task_retention_idx',
    // What retention prunes, lane by lane and the oldest first. Every column after the lane is needed: finished_at and id are the
    // cursor. Pinned tasks are not in it, so that no run ever looks at them.
    create: 'ON raydeck.task (queue, state, finished_at, id) WHERE finished_at IS NOT NULL AND NOT pinned',
  },
  { name: 'task_pinned_idx', create: 'ON raydeck.task (id) WHERE pinned' },
  {
    name: 'attempt_setup_failed_idx',
    // The newest failures to set up a profile, which are few among its attempts.
    create: `ON raydeck.attempt (profile_id, id DESC) WHERE error_class = 'RuntimeEnvSetupFailed'`,
  },
  // Lists by error, and by words in error messages. Only an attempt that fails pays for them; a class has 300 characters at most.
  {
    name: 'attempt_error_class_idx',
    create: 'ON raydeck.attempt (error_class, task_id DESC, number DESC) WHERE error_class IS NOT NULL',
  },
  {
    name: 'attempt_failed_idx',
    create: 'ON raydeck.attempt (task_id DESC, number DESC) WHERE error_class IS NOT NULL',
  },
];

const lockEveryMs = 200;

/**
 * Makes what is missing, one after the other, and makes anew what a crash left half made. Safe to repeat and to run twice at once: the
 * second waits, by asking again and again, for whoever waits within a statement is himself waited for by CREATE INDEX.
 */
export async function buildIndexes(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'raydeck-migrate' });
  await client.connect();
  try {
    while (!(await tryLock(client))) await new Promise((resolve) => setTimeout(resolve, lockEveryMs));
    const built: string[] = [];
    for (const { name, create } of indexes) {
      const isValid = await validity(client, name);
      if (isValid) continue;
      if (isValid === false) await client.query(`DROP INDEX CONCURRENTLY raydeck.${name}`);
      await client.query(`CREATE INDEX CONCURRENTLY ${name} ${create}`);
      built.push(name);
    }
    return built;
  } finally {
    // Its end is the lock's.
    await client.end();
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('raydeck.build-indexes')) AS held`,
  );
  return rows[0]?.held ?? false;
}

/** Null: it is not there. */
async function validity(client: pg.Client, name: string): Promise<boolean | null> {
  const { rows } = await client.query<{ isValid: boolean }>(
    `SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass($1)`,
    [`raydeck.${name}`],
  );
  return rows[0]?.isValid ?? null;
}
