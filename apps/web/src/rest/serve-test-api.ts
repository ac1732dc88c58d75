import { createDatabase } from '@raydeck/db';
import { testApi } from './test-api.ts';
import { testServer } from './test-server.ts';

// For tests in other languages: the API over the database that is named, on a port of its own. Prints where it is, with a key
// that may do everything, and ends with its standard input.
const [url = ''] = process.argv.slice(2);
const db = createDatabase({ connectionString: url, applicationName: 'raydeck-test', poolSize: 5 });
const api = await testApi({ ...db, url });
const server = await testServer(api);
const key = await api.key(['admin'], { canViewPayload: true });
process.stdout.write(`${JSON.stringify({ url: server.url, key })}\n`);
for await (const _ of process.stdin);
await server.close();
await api.close();
process.exit(0);
