import pg from 'pg';

export interface ProvisionOptions {
  superuserUrl: string;
  ownerPassword: string;
  appPassword: string;
}

export interface ProvisionedDatabase {
  /** Login role that owns the database and runs the migrations. */
  ownerUrl: string;
  /** Login role of web and worker. */
  appUrl: string;
}

const DATABASE = 'raydeck';
const OWNER = 'raydeck_owner';
const APP = 'raydeck';

/** Makes the login roles and the database, or sets the passwords of those that exist. Safe to repeat. */
export async function provisionDatabase(options: ProvisionOptions): Promise<ProvisionedDatabase> {
  const client = new pg.Client({ connectionString: options.superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER, 'LOGIN CREATEROLE', options.ownerPassword);
    await ensureRole(client, APP, 'LOGIN', options.appPassword);
    const present = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (present.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${APP}`);
  } finally {
    await client.end();
  }
  return {
    ownerUrl: urlOf(options.superuserUrl, OWNER, options.ownerPassword),
    appUrl: urlOf(options.superuserUrl, APP, options.appPassword),
  };
}

/** After the migrations, which make the group role: web and worker may do what an app may. */
export async function admitApp(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`GRANT raydeck_app TO ${APP}`);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, name: string, attributes: string, password: string): Promise<void> {
  const present = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = present.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${name} ${attributes} PASSWORD ${client.escapeLiteral(password)}`);
}

function urlOf(superuserUrl: string, user: string, password: string): string {
  const url = new URL(superuserUrl);
  url.username = user;
  url.password = password;
  url.pathname = `/${DATABASE}`;
  return url.href;
}
