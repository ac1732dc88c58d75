import { testDatabase } from '@raydeck/testing';
import { createDatabaseStorage } from '../database/database-storage.ts';
import { storageConformance } from './storage-conformance.ts';

storageConformance('the database', async () => {
  const db = await testDatabase();
  return { storage: createDatabaseStorage(db), close: () => db.close() };
});
