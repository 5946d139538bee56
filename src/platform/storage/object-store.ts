import type { Readable } from 'node:stream';
import { Problem } from '../http/problem.js';

/** What a store knows of an object once it is whole. */
export interface StoredObject {
  readonly bytes: number;
  /** Lower-case hex, of the bytes as they came; empty where the caller did without. */
  readonly sha256: string;
}

/** An object in a listing. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

export interface PutOptions {
  /** Refuses to replace an object that is there, with {@link ObjectExists}. */
  readonly isWriteOnce?: boolean;
  /** The caller needs no digest of these bytes: of sealed ones it may have one from before. It would be half of the work. */
  readonly isUnhashed?: boolean;
  /** Hears of each block once the store holds it no longer: its memory may be used for another. */
  readonly onReleased?: (block: Uint8Array) => void;
  /** Gives the upload up; nothing of it stays. */
  readonly signal?: AbortSignal;
}

/**
 * Files of any size, by key. Nothing is held whole in memory, and an object is there whole or not at all: a reader never
 * sees half of one, whatever dies. Keys are paths of ids (`imports/0198…/file.csv`), never names that people chose.
 */
export interface ObjectStore {
  /** Streams `source` to its end and makes it durable. An error of the source passes through and leaves nothing. */
  put(key: string, source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredObject>;
  /** The bytes from `start` on, or up to and without `end`. @throws ObjectMissing */
  read(key: string, range?: { start?: number; end?: number }): Promise<Readable>;
  /** Where it lies if it is a file of this machine, which a thread may then read by itself; undefined in a remote store. */
  localPath(key: string): string | undefined;
  /** Its size, or undefined when there is no such object. */
  size(key: string): Promise<number | undefined>;
  /** Removes it; no error when it is not there. */
  delete(key: string): Promise<void>;
  /** All objects whose key begins with `prefix`, in no promised order. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** Resolves when the store answers. @throws StorageUnavailable */
  check(): Promise<void>;
}

/** Nest injection token of the `ObjectStore`. */
export const OBJECT_STORE: unique symbol = Symbol('ObjectStore');

/** There is no object of that key. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';
  constructor(readonly key: string) {
    super(`There is no object ${key}.`);
  }
}

/** A write-once key is taken. */
export class ObjectExists extends Error {
  override readonly name = 'ObjectExists';
  constructor(readonly key: string) {
    super(`Object ${key} exists and is not to be replaced.`);
  }
}

/** The store does not answer or has no room; a request that needs it gets 503, the rest of the service goes on. */
export class StorageUnavailable extends Problem {
  constructor(override readonly cause: unknown) {
    super(503, 'dependency-unavailable', 'The file store is not available now. Try again shortly.', undefined, {
      'Retry-After': '10',
    });
  }
}

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._=-]{0,127}$/;

/** Refuses keys that could mean another object in another store: empty or dotted segments, other characters. */
export function assertKey(key: string): void {
  if (key.length > 512 || !key.split('/').every((segment) => SEGMENT.test(segment))) {
    throw new TypeError('An object key is made of letters, digits and ._=- in segments parted by /.');
  }
}
