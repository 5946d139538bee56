import { type KeyObject, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { encodeParts } from '../../../platform/crypto/seal-context.js';

const KEY_BYTES = 32;

/** An export's data key as it is stored. */
export interface WrappedExportKey {
  wrapped: Buffer;
  kekId: string;
}

/** Each export has a random key of its own: to forget it is to make the file unreadable wherever a copy lies. */
@Injectable()
export class ExportKeys {
  constructor(@Inject(KEY_PROVIDER) private readonly provider: KeyProvider) {}

  create(exportId: string): WrappedExportKey {
    const key = randomBytes(KEY_BYTES);
    const wrapped = this.provider.wrap(key, ownerOf(exportId));
    key.fill(0);
    return wrapped;
  }

  open(exportId: string, key: WrappedExportKey): KeyObject {
    return this.provider.unwrap(key, ownerOf(exportId));
  }

  /** The same key under the current key-encryption key. */
  rewrap(exportId: string, key: WrappedExportKey): WrappedExportKey {
    const bytes = this.open(exportId, key).export();
    const renewed = this.provider.wrap(bytes, ownerOf(exportId));
    bytes.fill(0);
    return renewed;
  }
}

function ownerOf(exportId: string): Buffer {
  return encodeParts(['export', exportId]);
}
