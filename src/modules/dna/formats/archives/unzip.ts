import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteQueue } from './byte-queue.js';
import { inflateRaw } from './inflate.js';
import { UnreadableGenome } from '../unreadable-genome.js';

const LOCAL_HEADER = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const STORED = 0;
const DEFLATED = 8;

interface Member {
  name: string;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
}

/**
 * The one file of a zip archive, read front to back (APPNOTE.TXT 4.3): providers send a single member, so the directory
 * at the end is not needed. Folders and macOS's resource forks are passed over; a second file refuses the archive.
 *
 * @throws UnreadableGenome
 */
export async function* unzipSingle(queue: ByteQueue): AsyncGenerator<Uint8Array> {
  let files = 0;
  for (;;) {
    const member = await readMember(queue);
    if (!member) break;
    const isFile = !member.name.endsWith('/') && !member.name.startsWith('__MACOSX/');
    if (isFile && ++files > 1) {
      throw new UnreadableGenome(
        'archive-with-several-files',
        'The zip holds several files. Send the genotype file alone.',
      );
    }
    const isOffice = member.name === '[Content_Types].xml' || member.name === '_rels/.rels';
    if (isOffice)
      throw new UnreadableGenome('not-a-genome', 'This is an Office document. Send the original text file.');
    const text = readContent(queue, member);
    if (isFile) yield* text;
    else for await (const chunk of text) void chunk;
  }
  if (files === 0) throw new UnreadableGenome('empty-file', 'The zip holds no file.');
}

async function readMember(queue: ByteQueue): Promise<Member | undefined> {
  const header = view(await queue.peek(30));
  if (header.byteLength < 4 || header.getUint32(0, true) !== LOCAL_HEADER) {
    if (header.byteLength >= 4 && isArchiveEnd(header.getUint32(0, true))) return undefined;
    throw corrupt();
  }
  if (header.byteLength < 30) throw corrupt();
  const flags = header.getUint16(6, true);
  const nameLength = header.getUint16(26, true);
  const extraLength = header.getUint16(28, true);
  const bytes = await queue.take(30 + nameLength + extraLength);
  if (bytes.length < 30 + nameLength + extraLength) throw corrupt();
  if (flags & ENCRYPTED) throw new UnreadableGenome('encrypted-archive', 'The zip is protected with a password.');
  return {
    name: Buffer.from(bytes).toString('utf8', 30, 30 + nameLength),
    flags,
    method: header.getUint16(8, true),
    crc: header.getUint32(14, true),
    compressedSize: header.getUint32(18, true),
  };
}

/** The central directory begins, or an archive without any file ends. */
function isArchiveEnd(signature: number): boolean {
  return signature === CENTRAL_HEADER || signature === 0x06054b50;
}

async function* readContent(queue: ByteQueue, member: Member): AsyncGenerator<Uint8Array> {
  const sizesFollow = (member.flags & SIZES_FOLLOW) !== 0;
  if (member.method !== DEFLATED && (member.method !== STORED || sizesFollow)) {
    throw new UnreadableGenome('unsupported-compression', 'The zip uses a compression other than Deflate.');
  }
  const content =
    member.method === DEFLATED
      ? inflateRaw(queue, createInflateRaw({ chunkSize: 256 * 1024 }))
      : stored(queue, member.compressedSize);
  let crc = 0;
  for await (const chunk of content) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  const expected = sizesFollow ? await readDescriptor(queue) : member.crc;
  if (crc !== expected) throw corrupt();
}

async function* stored(queue: ByteQueue, size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0;) {
    const chunk = await queue.take(Math.min(left, 256 * 1024));
    if (chunk.length === 0) throw corrupt();
    left -= chunk.length;
    yield chunk;
  }
}

/** The checksum that follows the data; the signature before it and 64-bit sizes after it are optional (4.3.9). */
async function readDescriptor(queue: ByteQueue): Promise<number> {
  const bytes = view(await queue.peek(28));
  if (bytes.byteLength < 16) throw corrupt();
  const offset = bytes.getUint32(0, true) === DATA_DESCRIPTOR ? 4 : 0;
  const crc = bytes.getUint32(offset, true);
  const end = [offset + 12, offset + 20].find((at) => {
    if (at + 4 > bytes.byteLength) return false;
    const signature = bytes.getUint32(at, true);
    return signature === LOCAL_HEADER || isArchiveEnd(signature);
  });
  if (end === undefined) throw corrupt();
  await queue.take(end);
  return crc;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function corrupt(): UnreadableGenome {
  return new UnreadableGenome('corrupt-archive', 'The zip is damaged or incomplete. Download it again and resend it.');
}
