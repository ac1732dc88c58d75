export { Prisma } from './generated/client.ts';
export type * from './generated/models.ts';
export { createDatabase, type Database, type DatabaseOptions } from './database.ts';
export { listMigrations, migrate } from './migrate.ts';
export { runStatement, type Row, type Statement } from './statement.ts';
