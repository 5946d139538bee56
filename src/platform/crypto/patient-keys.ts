import { createSecretKey, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../database/database.js';
import { currentTransaction, type TransactionScope } from '../database/transaction-context.js';
import { KEY_PROVIDER, type KeyProvider } from './key-provider.js';
import { KeySet, PatientKey } from './key-set.js';
import { encodeParts, type SealContext } from './seal-context.js';

const KEY_BYTES = 32;
const FIRST_VERSION = 1;
const UNWRAPPED_KEYS_MAX = 20_000;
const UNWRAPPED_KEY_TTL_MS = 60_000;

interface KeyRow {
  patient_id: string;
  version: number;
  wrapped_key: Buffer | null;
  kek_id: string;
  destroyed_at: string | null;
}

/** A new key as `patient_keys` stores it. */
export interface NewKeyRow {
  patientId: string;
  version: number;
  wrappedKey: Buffer;
  kekId: string;
}

/**
 * One random data key per patient, wrapped by the {@link KeyProvider} and kept beside the data. Destroying it makes all that
 * it sealed unreadable wherever a copy lies. Unwrapped keys live at most a minute in memory, so that a key destroyed by
 * another process is forgotten here soon after.
 */
@Injectable()
export class PatientKeys {
  private readonly unwrapped = new LRUCache<string, PatientKey>({ max: UNWRAPPED_KEYS_MAX, ttl: UNWRAPPED_KEY_TTL_MS });
  /** Keys that only a running transaction can see. They must be forgotten with it when it rolls back. */
  private readonly uncommitted = new WeakMap<TransactionScope, Map<string, PatientKey>>();

  constructor(
    private readonly database: Database,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
  ) {}

  /** Creates the first key of new patients, one statement for all; call it in the transaction that inserts them. */
  async create(...patientIds: string[]): Promise<KeySet> {
    const { keys, rows } = this.generate(patientIds);
    await this.database.execute(
      `INSERT INTO patient_keys (patient_id, version, wrapped_key, kek_id)
       SELECT * FROM unnest($1::uuid[], $2::int[], $3::bytea[], $4::text[])`,
      [
        rows.map((row) => row.patientId),
        rows.map((row) => row.version),
        rows.map((row) => row.wrappedKey),
        rows.map((row) => row.kekId),
      ],
      { name: 'patient-keys-create' },
    );
    this.remember(keys);
    return new KeySet(keys);
  }

  /** The keys of these patients, in one statement for those not in memory. */
  async load(patientIds: Iterable<string>): Promise<KeySet> {
    const keys = new Map<string, PatientKey>();
    const scope = currentTransaction();
    const own = scope && this.uncommitted.get(scope);
    const absent: string[] = [];
    for (const id of new Set(patientIds)) {
      const key = own?.get(id) ?? this.unwrapped.get(id);
      if (key) keys.set(id, key);
      else absent.push(id);
    }
    if (absent.length > 0) {
      const read = await this.read(absent);
      this.remember(read);
      for (const [id, key] of read) keys.set(id, key);
    }
    return new KeySet(keys);
  }

  /** Seals one value; for many, `load` the key set and use that. */
  async seal(context: SealContext, plaintext: string | Uint8Array): Promise<Buffer> {
    return (await this.load([context.patientId])).seal(context, plaintext);
  }

  /** Opens one value; see {@link KeySet.open} for the errors. */
  async open(context: SealContext, envelope: Buffer): Promise<Buffer> {
    return (await this.load([context.patientId])).open(context, envelope);
  }

  /**
   * Destroys every key of a patient: the wrapped keys are overwritten in the transaction of the caller, and the rows stay
   * as the proof. False when there was nothing left to destroy.
   */
  async destroy(patientId: string): Promise<boolean> {
    const destroyed = await this.database.execute(
      `UPDATE patient_keys SET wrapped_key = NULL, destroyed_at = now() WHERE patient_id = $1 AND destroyed_at IS NULL`,
      [patientId],
    );
    this.forget(patientId);
    return destroyed > 0;
  }

  /** Drops a patient's unwrapped keys from this process's memory, now and again once the running transaction commits. */
  forget(patientId: string): void {
    const scope = currentTransaction();
    this.unwrapped.delete(patientId);
    if (!scope) return;
    this.uncommitted.get(scope)?.delete(patientId);
    scope.afterCommit.push(() => void this.unwrapped.delete(patientId));
  }

  /** New keys with the rows to store, for imports that COPY them themselves. They seal, but nothing is stored yet. */
  generate(patientIds: readonly string[]): { keys: Map<string, PatientKey>; rows: NewKeyRow[] } {
    const random = randomBytes(KEY_BYTES * patientIds.length);
    const keys = new Map<string, PatientKey>();
    const rows = patientIds.map((patientId, index): NewKeyRow => {
      const dataKey = random.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
      const { wrapped, kekId } = this.provider.wrap(dataKey, ownerOf(patientId, FIRST_VERSION));
      const key = new PatientKey();
      key.add(FIRST_VERSION, createSecretKey(dataKey));
      keys.set(patientId, key);
      return { patientId, version: FIRST_VERSION, wrappedKey: wrapped, kekId };
    });
    random.fill(0);
    return { keys, rows };
  }

  private async read(patientIds: string[]): Promise<Map<string, PatientKey>> {
    const rows = await this.database.query<KeyRow>(
      `SELECT patient_id, version, wrapped_key, kek_id, destroyed_at FROM patient_keys WHERE patient_id = ANY($1::uuid[])`,
      [patientIds],
      { name: 'patient-keys-read' },
    );
    const keys = new Map<string, PatientKey>();
    for (const row of rows) {
      const key = keys.get(row.patient_id) ?? new PatientKey();
      key.add(row.version, row.wrapped_key && this.unwrap(row, row.wrapped_key));
      keys.set(row.patient_id, key);
    }
    return keys;
  }

  private unwrap(row: KeyRow, wrapped: Buffer) {
    return this.provider.unwrap({ kekId: row.kek_id, wrapped }, ownerOf(row.patient_id, row.version));
  }

  /** A key read inside a transaction may be of its own making: others see it only once that has committed. */
  private remember(keys: Map<string, PatientKey>): void {
    const scope = currentTransaction();
    if (!scope) {
      for (const [id, key] of keys) this.unwrapped.set(id, key);
      return;
    }
    const own = this.uncommitted.get(scope) ?? new Map<string, PatientKey>();
    this.uncommitted.set(scope, own);
    for (const [id, key] of keys) own.set(id, key);
  }
}

/** What a wrapped key is bound to. */
export function ownerOf(patientId: string, version: number): Buffer {
  return encodeParts([patientId, String(version)]);
}
