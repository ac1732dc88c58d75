import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Where RESULTS says that objects go. */
export type StoragePlace =
  { scheme: 'database' } | { scheme: 'file'; folder: string } | { scheme: 's3'; bucket: string; prefix: string };

/** How the bucket is reached; without keys by what the SDK finds: variables, files, the machine's or the pod's role. */
export interface S3Settings {
  S3_ENDPOINT?: string | undefined;
  S3_REGION: string;
  S3_PATH_STYLE: boolean;
  S3_ACCESS_KEY_ID?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
}

export interface StorageSettings extends S3Settings {
  RESULTS: StoragePlace;
}

const s3Form = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*)?\/?)?$/;
const mistake = 'must be "database", "file:///folder" or "s3://bucket/prefix"';

/** The setting RESULTS. */
export const storagePlace = z.string().transform((text, context): StoragePlace => {
  if (text === 'database') return { scheme: 'database' };
  const [, bucket, prefix = ''] = s3Form.exec(text) ?? [];
  if (bucket) return { scheme: 's3', bucket, prefix };
  const folder = folderOf(text);
  if (folder !== null) return { scheme: 'file', folder };
  context.addIssue({ code: 'custom', message: mistake });
  return z.NEVER;
});

/** The settings of S3; web and worker have the same. */
export const s3Settings = {
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_PATH_STYLE: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
};

function folderOf(text: string): string | null {
  if (!text.startsWith('file:///')) return null;
  try {
    const folder = fileURLToPath(text);
    return isAbsolute(folder) && folder !== '/' ? folder : null;
  } catch {
    return null;
  }
}
