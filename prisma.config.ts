import { defineConfig } from 'prisma/config';

// `prisma migrate deploy` works where Prisma's engine binary is at hand; `./raydeck up` applies the same folder with the
// engine's WebAssembly build. The URL is read here and nowhere else: commands without a database need none.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env['DATABASE_URL'] ? { datasource: { url: process.env['DATABASE_URL'] } } : {}),
});
