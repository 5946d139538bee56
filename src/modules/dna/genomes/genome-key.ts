import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { associatedDataOf, type SealContext } from '../../../platform/crypto/seal-context.js';
import { openBytes, sealBytes } from '../../../platform/crypto/sealed-box.js';
import { sealFile } from '../genome/blocks/sealed-file.js';

const KEY_BYTES = 32;
const KEY_VERSION = 1;

/** Whose genome, and which. `organizationId` is the patient's organization when the genome was uploaded. */
export interface GenomeIdentity {
  organizationId: string;
  patientId: string;
  genomeId: string;
}

/** Where in a genome a sealed value belongs. */
export type GenomePlace =
  | { kind: 'calls'; chromosome: string; block: number }
  | { kind: 'sites'; part: string; block: number }
  | { kind: 'file' }
  | { kind: 'trait-calls' };

/**
 * The data key of one genome. Everything of it is sealed under this key with patient, genome, chromosome and block as
 * associated data: no block opens in another place.
 */
export class GenomeKey {
  constructor(
    private readonly key: KeyObject,
    private readonly identity: GenomeIdentity,
  ) {}

  seal(place: GenomePlace, plaintext: Uint8Array): Buffer {
    return sealBytes(this.key, KEY_VERSION, associatedDataOf(this.contextOf(place)), plaintext);
  }

  /** @throws SealBroken when it is not what was sealed there */
  open(place: GenomePlace, envelope: Buffer): Buffer {
    return openBytes(this.key, associatedDataOf(this.contextOf(place)), envelope);
  }

  /** Seals the uploaded file as it streams. */
  sealFile(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    const { key, associatedData } = this.forFile();
    return sealFile(key, associatedData, source);
  }

  /** What a thread needs to open the uploaded file; the key stays an object whose bytes nobody sees. */
  forFile(): { key: KeyObject; associatedData: Uint8Array } {
    return { key: this.key, associatedData: associatedDataOf(this.contextOf({ kind: 'file' })) };
  }

  private contextOf(place: GenomePlace): SealContext {
    const { organizationId, patientId, genomeId } = this.identity;
    return { organizationId, patientId, table: 'genomes', column: columnOf(place), rowId: genomeId };
  }
}

function columnOf(place: GenomePlace): string {
  switch (place.kind) {
    case 'calls':
      return `calls ${place.chromosome} ${place.block}`;
    case 'sites':
      return `sites ${place.part} ${place.block}`;
    case 'file':
    case 'trait-calls':
      return place.kind;
  }
}

/**
 * A random key a genome, sealed under the patient's own. Deleting a genome destroys its key, deleting the patient's key
 * destroys those of all genomes of that person; copies of blocks, wherever they lie, stay unreadable after either.
 */
@Injectable()
export class GenomeKeys {
  constructor(private readonly patientKeys: PatientKeys) {}

  /** A new key, and as it is stored. */
  async create(identity: GenomeIdentity): Promise<{ key: GenomeKey; sealed: Buffer }> {
    const bytes = randomBytes(KEY_BYTES);
    const sealed = await this.patientKeys.seal(placeOfKey(identity), bytes);
    const key = new GenomeKey(createSecretKey(bytes), identity);
    bytes.fill(0);
    return { key, sealed };
  }

  /** @throws SealBroken, or what `PatientKeys` throws when the patient's key is gone */
  async open(identity: GenomeIdentity, sealed: Buffer): Promise<GenomeKey> {
    const bytes = await this.patientKeys.open(placeOfKey(identity), sealed);
    const key = new GenomeKey(createSecretKey(bytes), identity);
    bytes.fill(0);
    return key;
  }
}

function placeOfKey({ organizationId, patientId, genomeId }: GenomeIdentity): SealContext {
  return { organizationId, patientId, table: 'genomes', column: 'key_sealed', rowId: genomeId };
}
