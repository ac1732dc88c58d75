import type { Database } from '@raydeck/db';

/** Has the database write down each change of a state and of a lease by itself, whichever statement makes it. */
export async function recordMoves(db: Pick<Database, 'pool'>): Promise<void> {
  await db.pool.query(`
    CREATE SCHEMA chaos;
    CREATE TABLE chaos.move (seq bigserial, about text NOT NULL, id uuid NOT NULL, was text NOT NULL, is_now text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp());
    CREATE TABLE chaos.lease (seq bigserial, worker_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp(),
      expires_at timestamptz NOT NULL);
    CREATE FUNCTION chaos.note_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO chaos.move (about, id, was, is_now) VALUES (TG_TABLE_NAME, NEW.id, OLD.state::text, NEW.state::text);
      RETURN NULL;
    END $$;
    CREATE FUNCTION chaos.note_lease() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO chaos.lease (worker_id, expires_at) VALUES (NEW.id, NEW.lease_expires_at);
      RETURN NULL;
    END $$;
    CREATE TRIGGER note_lease AFTER INSERT OR UPDATE OF lease_expires_at ON raydeck.worker
      FOR EACH ROW EXECUTE FUNCTION chaos.note_lease();`);
  for (const table of ['task', 'attempt']) {
    await db.pool.query(`CREATE TRIGGER note_move AFTER UPDATE ON raydeck.${table} FOR EACH ROW
      WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION chaos.note_move()`);
  }
}
