import { RaydeckError } from './error.ts';

/** Where objects stand: tables of PostgreSQL, a directory, or a bucket. */
export const storageSchemes = ['database', 'file', 's3'] as const;

export type StorageScheme = (typeof storageSchemes)[number];

/** What is kept as an object: a task's result, its arguments, an attempt's output. */
export const storedKinds = ['result', 'arguments', 'log'] as const;

export type StoredKind = (typeof storedKinds)[number];

/** An object that was stored whole; it never changes. Size and hash (lower case hexadecimal) are of the bytes that are stored. */
export interface StoredRef {
  scheme: StorageScheme;
  key: string;
  sizeBytes: number;
  sha256: string;
  /** Of an encrypted object: its content's size and hash, as a ciphertext. */
  sealed?: string;
}

const form =
  /^(database|file|s3):([\w.-]+(?:\/[\w.-]+)*)\?size=(\d{1,15})&sha256=([0-9a-f]{64})(?:&sealed=(e2\.[\w-]+\.[\w-]+))?$/;

/** As the columns `result_ref`, `args_ref` and `log_ref` have it. Without the bucket: that may be moved. */
export function formatStoredRef({ scheme, key, sizeBytes, sha256, sealed }: StoredRef): string {
  return `${scheme}:${key}?size=${sizeBytes}&sha256=${sha256}${sealed === undefined ? '' : `&sealed=${sealed}`}`;
}

/** Throws INTERNAL for what `formatStoredRef` did not write. */
export function parseStoredRef(text: string): StoredRef {
  const [, scheme, key, size, sha256, sealed] = form.exec(text) ?? [];
  if (!isScheme(scheme) || !key || !size || !sha256 || key.split('/').some((part) => /^\.+$/.test(part))) {
    throw new RaydeckError('INTERNAL', 'This is no reference to a stored object.');
  }
  return { scheme, key, sizeBytes: Number(size), sha256, ...(sealed !== undefined && { sealed }) };
}

/** How an encrypted object is cut: a head, then chunks, each with its tag; the last one is shorter, and may hold nothing. */
export const sealedForm = { headBytes: 20, chunkBytes: 65_536, tagBytes: 16 } as const;

/** What `sizeBytes` of content come to as an encrypted object. */
export function sealedBytes(sizeBytes: number): number {
  const { headBytes, chunkBytes, tagBytes } = sealedForm;
  return headBytes + sizeBytes + tagBytes * Math.max(1, Math.ceil(sizeBytes / chunkBytes));
}

/** The largest content that fits into an encrypted object of so many bytes. */
export function contentBytesWithin(storedBytes: number): number {
  const { headBytes, chunkBytes, tagBytes } = sealedForm;
  const bodyBytes = storedBytes - headBytes;
  return Math.max(0, bodyBytes - tagBytes * Math.max(1, Math.ceil(bodyBytes / (chunkBytes + tagBytes))));
}

/** The size of what was stored, encrypted or not. */
export function contentBytes({ sizeBytes, sealed }: StoredRef): number {
  return sealed === undefined ? sizeBytes : contentBytesWithin(sizeBytes);
}

/**
 * `<installation>/<kind>/<task>/<attempt>/<upload>`; arguments are stored before their task is, and have neither. The upload's
 * own id makes each key new, so that nothing that is referenced is ever written over.
 */
export function storedKey(
  installation: string,
  kind: StoredKind,
  upload: { id: string; taskId?: string; attemptId?: string },
): string {
  const owner = [upload.taskId, upload.attemptId].filter((part) => part !== undefined);
  return [installation, kind, ...owner, `${upload.id}${kind === 'log' ? '.log.gz' : '.json'}`].join('/');
}

function isScheme(text: string | undefined): text is StorageScheme {
  return storageSchemes.some((scheme) => scheme === text);
}
