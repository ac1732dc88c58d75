export { createStorage, storageOver } from './create-storage.ts';
export { createDatabaseStorage } from './database/database-storage.ts';
export { s3Settings, type StorageSettings, storagePlace } from './storage-settings.ts';
export { keepHeadAndTail } from './head-and-tail.ts';
