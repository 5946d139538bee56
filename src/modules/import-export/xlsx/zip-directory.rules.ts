import { inflateRawSync } from 'node:zlib';

/** A file inside a ZIP archive, as the archive's directory tells of it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly at: number;
}

const END_OF_DIRECTORY = 0x06_05_4b_50;
const DIRECTORY_ENTRY = 0x02_01_4b_50;
const LOCAL_HEADER = 0x04_03_4b_50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xff_ff;
const NOT_HERE = 0xff_ff_ff_ff;
const TOO_MANY = 0xff_ff;
const STORED = 0;
export const DEFLATED = 8;

/**
 * The directory at the end of a ZIP archive (APPNOTE.TXT 4.3.12); undefined when it cannot be read, or has sizes of 4 GB and more. It is
 * read before a byte is inflated, since only it tells how large everything will be.
 */
export function zipDirectory(bytes: Buffer): ZipEntry[] | undefined {
  const end = bytes.lastIndexOf(signature(END_OF_DIRECTORY));
  if (end === -1 || end < bytes.length - END_BYTES - COMMENT_BYTES_MAX || end + END_BYTES > bytes.length)
    return undefined;
  // Of an archive that counts in 64 bits its readers look elsewhere, where nothing was checked.
  if (bytes.readUInt32LE(end + 12) === NOT_HERE || bytes.readUInt16LE(end + 10) === TOO_MANY) return undefined;
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined;
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const entry = {
      name: bytes.toString('utf8', at + 46, at + 46 + (nameBytes ?? 0)),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    if ([entry.packedBytes, entry.bytes, entry.at].includes(NOT_HERE)) return undefined;
    entries.push(entry);
    at += 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

/** A small file of the archive as text; undefined when it is damaged or larger than the directory says. */
export function zipText(bytes: Buffer, { at, method, packedBytes, bytes: size }: ZipEntry): string | undefined {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== LOCAL_HEADER) return undefined;
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const packed = bytes.subarray(start, start + packedBytes);
  if (method === STORED) return packed.toString('utf8');
  if (method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: size }).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
