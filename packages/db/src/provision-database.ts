import pg from 'pg';

export interface ProvisionOptions {
  superuserUrl: string;
  /** Without one the owner cannot sign in: the migrations run as the superuser who acts for it. */
  ownerPassword?: string;
  appPassword: string;
  /** Default `raydeck`; its owner is called after it. */
  database?: string;
  /** Login role of web and worker; default `raydeck`. */
  app?: string;
}

export interface ProvisionedDatabase {
  /** As the role that owns the database and runs the migrations; no superuser. */
  ownerUrl: string;
  /** Login role of web and worker. */
  appUrl: string;
}

/** Makes the roles and the database, or sets the passwords of those that exist. Safe to repeat and to run twice at once. */
export async function provisionDatabase(options: ProvisionOptions): Promise<ProvisionedDatabase> {
  const { superuserUrl, ownerPassword, appPassword, database = 'raydeck', app = 'raydeck' } = options;
  const owner = `${database}_owner`;
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    // Two changes of one role at once fail; the session's end lets the next one go on.
    await client.query(`SET lock_timeout = '60s'; SELECT pg_advisory_lock(hashtext('raydeck.provision'))`);
    await ensureRole(client, owner, 'CREATEROLE', ownerPassword);
    await ensureRole(client, app, '', appPassword);
    const [name, role] = [client.escapeIdentifier(database), client.escapeIdentifier(app)];
    const present = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (present.rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${client.escapeIdentifier(owner)}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${role}`);
  } finally {
    await client.end();
  }
  return {
    ownerUrl: ownerPassword
      ? urlOf(superuserUrl, { user: owner, password: ownerPassword, database })
      : actingFor(superuserUrl, owner, database),
    appUrl: urlOf(superuserUrl, { user: app, password: appPassword, database }),
  };
}

/**
 * After the migrations, which make the group role: the login role of `appUrl` may do what web and worker may. As a superuser,
 * or as the owner that ran them. Safe to repeat.
 */
export async function admitRole(connectionString: string, appUrl: string): Promise<void> {
  const role = decodeURIComponent(new URL(appUrl).username);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const isMember = "SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'raydeck_app', 'USAGE')";
    if ((await client.query(isMember, [role])).rowCount === 1) return;
    // An address may leave its user to the environment.
    await client.query(`GRANT raydeck_app TO ${role ? client.escapeIdentifier(role) : 'CURRENT_USER'}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The role ${role} could not be made a member of raydeck_app: ${reason}. Let an administrator of the server run: GRANT raydeck_app TO ${role}`,
      { cause },
    );
  } finally {
    await client.end();
  }
}

async function ensureRole(
  client: pg.Client,
  name: string,
  attributes: string,
  password: string | undefined,
): Promise<void> {
  const present = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  const verb = present.rowCount === 0 ? 'CREATE' : 'ALTER';
  const login = password ? `LOGIN PASSWORD ${client.escapeLiteral(password)}` : 'NOLOGIN';
  await client.query(`${verb} ROLE ${client.escapeIdentifier(name)} ${attributes} ${login}`);
}

function urlOf(
  superuserUrl: string,
  { user, password, database }: { user: string; password: string; database: string },
): string {
  const url = new URL(superuserUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** The superuser signs in, and from the first statement on has the rights of the owner alone. */
function actingFor(superuserUrl: string, owner: string, database: string): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  url.searchParams.set('options', `-c role=${owner.replaceAll(/[\\ ]/g, '\\$&')}`);
  return url.href;
}
