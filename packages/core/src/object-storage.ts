import type { StorageScheme, StoredRef } from './stored-ref.ts';

/** Bytes as they come, a piece at a time. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** The first and, exclusively, the last byte that is asked for. */
export interface ByteRange {
  start: number;
  end?: number | undefined;
}

/**
 * The port that every kind of storage implements; one conformance suite holds them all. Every call is bounded in time. Throws
 * UNAVAILABLE when the storage cannot be reached or refuses, and hands on what a body throws.
 */
export interface ObjectStorage {
  readonly scheme: StorageScheme;
  /** The largest object that it takes. */
  readonly limitBytes: number;
  /** Stores all of the body, or nothing that anybody finds. Holds a few megabytes of it at a time. */
  put(key: string, body: ByteStream): Promise<void>;
  /** Throws NOT_FOUND before the first piece. */
  get(key: string, range?: ByteRange): Promise<ByteStream>;
  find(key: string): Promise<{ sizeBytes: number } | null>;
  /** What is not there is deleted already. */
  delete(key: string): Promise<void>;
  /** Throws when nothing can be stored: said at the start instead of at the first result. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The storage of an installation: writes to the one that RESULTS names, reads from wherever a reference says. */
export interface Storage {
  readonly limitBytes: number;
  /** Counts and hashes while it writes. Throws INVALID for a body beyond the limit, of which nothing is kept. */
  store(key: string, body: ByteStream, limitBytes: number): Promise<StoredRef>;
  /** Of a whole object, size and hash are checked: a stream that ends well was the object. */
  open(ref: StoredRef, range?: ByteRange): Promise<ByteStream>;
  /** For objects of which only key and place are known. */
  delete(object: { scheme: StorageScheme; key: string }): Promise<void>;
  /** Where the next object goes. */
  readonly scheme: StorageScheme;
  check(): Promise<void>;
  close(): Promise<void>;
}
