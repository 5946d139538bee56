import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Batch } from '../database/batch.js';
import { Database } from '../database/database.js';
import { currentTransaction, runOutsideTransaction, type TransactionScope } from '../database/transaction-context.js';
import { KeyDestroyed, PatientKeyMissing } from './key-errors.js';
import { KEY_PROVIDER, type KeyProvider } from './key-provider.js';
import { KeySet, PatientKey } from './key-set.js';
import { encodeParts, type SealContext } from './seal-context.js';
import { SealCounter, SEALS_MAX } from './seal-counter.js';

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

/** Which keys of a patient were destroyed; the digest is over their wrapped forms, so it names them and opens nothing. */
export interface DestroyedKeys {
  versions: number[];
  sha256: string;
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

  /** Callers of one instant, each with a patient of its own, share a statement. */
  private readonly reads = new Batch<string, PatientKey | undefined>(async (patientIds) => {
    const keys = await runOutsideTransaction(() => this.read(patientIds));
    return patientIds.map((id) => keys.get(id));
  }, 256);

  private readonly seals = new SealCounter((patientId, version, seals) => this.noteSeals(patientId, version, seals));

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
    return new KeySet(keys, this.seals);
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
      const read = scope?.transaction.hasBegun ? await this.readWithin(absent) : await this.readCommitted(absent);
      for (const [id, key] of read) keys.set(id, key);
    }
    return new KeySet(keys, this.seals);
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
   * as the proof. Undefined when there was nothing left to destroy.
   */
  async destroy(patientId: string): Promise<DestroyedKeys | undefined> {
    const rows = await this.database.query<{ version: number; wrapped_key: Buffer }>(
      `WITH doomed AS (SELECT patient_id, version, wrapped_key FROM patient_keys
                        WHERE patient_id = $1 AND destroyed_at IS NULL ORDER BY version FOR UPDATE)
       UPDATE patient_keys k SET wrapped_key = NULL, destroyed_at = now() FROM doomed
        WHERE k.patient_id = doomed.patient_id AND k.version = doomed.version
       RETURNING doomed.version, doomed.wrapped_key`,
      [patientId],
    );
    this.forget(patientId);
    if (rows.length === 0) return undefined;
    const inOrder = rows.toSorted((a, b) => a.version - b.version);
    const digest = createHash('sha256');
    for (const { wrapped_key } of inOrder) digest.update(wrapped_key);
    return { versions: inOrder.map(({ version }) => version), sha256: digest.digest('hex') };
  }

  /**
   * Gives a patient a new key, which seals from now on; the former ones go on opening what they sealed. Returns the new
   * version; when another process rotates at the same instant, its one.
   */
  async rotate(patientId: string): Promise<number> {
    const [newest] = await this.database.query<{ version: number; destroyed_at: string | null }>(
      'SELECT version, destroyed_at FROM patient_keys WHERE patient_id = $1 ORDER BY version DESC LIMIT 1',
      [patientId],
    );
    if (!newest) throw new PatientKeyMissing(patientId);
    if (newest.destroyed_at !== null) throw new KeyDestroyed(patientId);
    const version = newest.version + 1;
    const dataKey = randomBytes(KEY_BYTES);
    const { wrapped, kekId } = this.provider.wrap(dataKey, ownerOf(patientId, version));
    dataKey.fill(0);
    await this.database.execute(
      `INSERT INTO patient_keys (patient_id, version, wrapped_key, kek_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [patientId, version, wrapped, kekId],
    );
    this.forget(patientId);
    return version;
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

  /** Adds to the count of a key, and rotates it long before NIST's bound. Runs beside the caller's transaction. */
  private async noteSeals(patientId: string, version: number, seals: number): Promise<void> {
    await runOutsideTransaction(async () => {
      const [row] = await this.database.query<{ seals: string }>(
        'UPDATE patient_keys SET seals = seals + $3 WHERE patient_id = $1 AND version = $2 RETURNING seals',
        [patientId, version, seals],
      );
      if (row && Number(row.seals) >= SEALS_MAX) await this.rotate(patientId);
    });
  }

  /** A key read inside a transaction may be of its own making: others get it only once that has committed. */
  private async readWithin(patientIds: string[]): Promise<Map<string, PatientKey>> {
    const keys = await this.read(patientIds);
    this.remember(keys);
    return keys;
  }

  /** Beside the transaction where that has not begun: it has made no key, and beginning it for this would cost two round trips. */
  private async readCommitted(patientIds: string[]): Promise<Map<string, PatientKey>> {
    const [only] = patientIds;
    const keys =
      patientIds.length === 1 && only !== undefined
        ? new Map([[only, await this.reads.load(only)]])
        : await runOutsideTransaction(() => this.read(patientIds));
    const found = [...keys].filter((entry): entry is [string, PatientKey] => entry[1] !== undefined);
    for (const [id, key] of found) this.unwrapped.set(id, key);
    return new Map(found);
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

  private remember(keys: Map<string, PatientKey>): void {
    const scope = currentTransaction();
    const own = scope ? this.ownOf(scope) : this.unwrapped;
    for (const [id, key] of keys) own.set(id, key);
  }

  private ownOf(scope: TransactionScope): Map<string, PatientKey> {
    const known = this.uncommitted.get(scope);
    if (known) return known;
    const own = new Map<string, PatientKey>();
    this.uncommitted.set(scope, own);
    scope.afterCommit.push(() => {
      for (const [id, key] of own) this.unwrapped.set(id, key);
    });
    return own;
  }
}

/** What a wrapped key is bound to. */
export function ownerOf(patientId: string, version: number): Buffer {
  return encodeParts([patientId, String(version)]);
}
