import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  assertKey,
  type ListedObject,
  ObjectExists,
  ObjectMissing,
  type ObjectStore,
  type PutOptions,
  StorageUnavailable,
  type StoredObject,
} from './object-store.js';
import { inParts } from './parts.js';

/** Where the bucket is and who asks. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
}

/** S3 takes parts of 5 MiB or more and 10,000 of them: 8 MiB allow 80 GiB and bound the memory of an upload. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Objects in an S3 bucket. Larger ones go as a multipart upload, which becomes an object only when it is completed; the
 * size is read back, since some compatible stores have been seen to keep something else than was sent.
 */
export class S3Store implements ObjectStore {
  private readonly client: S3Client;

  constructor(private readonly settings: S3Settings) {
    const { endpoint, region, accessKeyId, secretAccessKey, forcePathStyle } = settings;
    this.client = new S3Client({
      region,
      forcePathStyle,
      maxAttempts: 3,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 3000, requestTimeout: 30_000 },
      ...(endpoint ? { endpoint } : {}),
      ...(accessKeyId ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    });
  }

  async put(key: string, source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredObject> {
    const hash = options.isUnhashed ? undefined : createHash('sha256');
    const parts = inParts(source, PART_BYTES, (block) => hash?.update(block), options.onReleased);
    const first = await parts.next();
    const head = first.done ? Buffer.alloc(0) : first.value;
    const bytes =
      head.length < PART_BYTES
        ? await this.putWhole(key, head, options)
        : await this.putParts(key, head, parts, options);
    await this.assertStored(key, bytes);
    return { bytes, sha256: hash?.digest('hex') ?? '' };
  }

  async read(key: string, range: { start?: number; end?: number } = {}): Promise<Readable> {
    const { start = 0, end } = range;
    if (end !== undefined && start >= end) return Readable.from([]);
    const isWhole = start === 0 && end === undefined;
    const Range = `bytes=${start}-${end === undefined ? '' : end - 1}`;
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ ...this.address(key), ...(isWhole ? {} : { Range }) }),
      );
      return Body as Readable;
    } catch (error) {
      if (isMissing(error)) throw new ObjectMissing(key);
      if (statusOf(error) === 416) return Readable.from([]);
      throw new StorageUnavailable(error);
    }
  }

  localPath(): undefined {
    return undefined;
  }

  async size(key: string): Promise<number | undefined> {
    try {
      const { ContentLength } = await this.client.send(new HeadObjectCommand(this.address(key)));
      return ContentLength;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new StorageUnavailable(error);
    }
  }

  async delete(key: string): Promise<void> {
    await this.inStorage(() => this.client.send(new DeleteObjectCommand(this.address(key))));
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const { bucket: Bucket, prefix: ours } = this.settings;
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ Bucket, Prefix: ours + prefix, ContinuationToken });
      const page = await this.inStorage(() => this.client.send(command));
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        yield { key: Key.slice(ours.length), bytes: Size, modifiedAt: LastModified };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async check(): Promise<void> {
    await this.inStorage(() => this.client.send(new HeadBucketCommand({ Bucket: this.settings.bucket })));
  }

  private async putWhole(key: string, body: Buffer, options: PutOptions): Promise<number> {
    options.signal?.throwIfAborted();
    const command = new PutObjectCommand({ ...this.address(key), ...writeOnce(options), Body: body });
    await this.inStorage(() => this.client.send(command), key);
    return body.length;
  }

  private async putParts(key: string, head: Buffer, rest: AsyncIterable<Buffer>, options: PutOptions): Promise<number> {
    const address = this.address(key);
    const { UploadId } = await this.inStorage(() => this.client.send(new CreateMultipartUploadCommand(address)));
    const upload = { ...address, UploadId };
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    let bytes = 0;
    const send = async (body: Buffer): Promise<void> => {
      options.signal?.throwIfAborted();
      const PartNumber = Parts.length + 1;
      const command = new UploadPartCommand({ ...upload, PartNumber, Body: body });
      const { ETag } = await this.inStorage(() => this.client.send(command));
      Parts.push({ ETag, PartNumber });
      bytes += body.length;
    };
    try {
      await send(head);
      for await (const part of rest) await send(part);
      const complete = new CompleteMultipartUploadCommand({
        ...upload,
        ...writeOnce(options),
        MultipartUpload: { Parts },
      });
      await this.inStorage(() => this.client.send(complete), key);
    } catch (error) {
      // The first error is the one to tell; a bucket's lifecycle rule removes what this cannot.
      await this.client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
    return bytes;
  }

  private async assertStored(key: string, bytes: number): Promise<void> {
    const stored = await this.size(key);
    if (stored === bytes) return;
    await this.delete(key);
    throw new StorageUnavailable(new Error(`The store kept ${stored} bytes of ${bytes}.`));
  }

  private address(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.settings.bucket, Key: this.settings.prefix + key };
  }

  private async inStorage<T>(act: () => Promise<T>, key = ''): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (statusOf(error) === 412) throw new ObjectExists(key);
      throw new StorageUnavailable(error);
    }
  }
}

function writeOnce({ isWriteOnce }: PutOptions): { IfNoneMatch?: string } {
  return isWriteOnce ? { IfNoneMatch: '*' } : {};
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}
