import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { queues, schema } from './queues.ts';

/**
 * Installs or upgrades pg-boss's own schema and our queues in it, as the owner; afterwards the app role may use them. Only
 * the migration step does this: a worker that finds another version refuses to start its jobs. Safe to repeat.
 */
export async function installJobs(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, schema, supervise: false, schedule: false });
  // An unheard error event would end the process; `start` throws what matters.
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const { name, ...options } of queues) await boss.createQueue(name, options);
  } finally {
    await boss.stop({ graceful: false });
  }
  await grant(connectionString);
}

async function grant(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'raydeck-migrate' });
  await client.connect();
  try {
    await client.query(`
      GRANT USAGE ON SCHEMA ${schema} TO raydeck_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO raydeck_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO raydeck_app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO raydeck_app`);
  } finally {
    await client.end();
  }
}
