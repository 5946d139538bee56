import { type KeyObject, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_PROVIDER, type KeyProvider } from '../../../platform/crypto/key-provider.js';
import { encodeParts } from '../../../platform/crypto/seal-context.js';
import { openBytes, sealBytes } from '../../../platform/crypto/sealed-box.js';

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

  /** The password of a ZIP that is to be made, for as long as it takes. */
  sealPassword(exportId: string, key: WrappedExportKey, password: string): Buffer {
    return sealBytes(this.open(exportId, key), 1, passwordPlace(exportId), Buffer.from(password));
  }

  openPassword(exportId: string, key: KeyObject, sealed: Buffer): string {
    return openBytes(key, passwordPlace(exportId), sealed).toString('utf8');
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

function passwordPlace(exportId: string): Buffer {
  return encodeParts(['export password', exportId]);
}
