import { crc32, deflateRawSync } from 'node:zlib';

/** A member of a zip. */
export interface Entry {
  name: string;
  content: Buffer;
  isStored?: boolean;
  hasDescriptor?: boolean;
  flags?: number;
}

/** A zip as archivers write it, with the directory at its end. */
export function zip(...entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  for (const { name, content, isStored, hasDescriptor, flags = 0 } of entries) {
    const data = isStored ? content : deflateRawSync(content);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags | (hasDescriptor ? 8 : 0), 6);
    header.writeUInt16LE(isStored ? 0 : 8, 8);
    header.writeUInt32LE(hasDescriptor ? 0 : crc32(content), 14);
    header.writeUInt32LE(hasDescriptor ? 0 : data.length, 18);
    header.writeUInt16LE(name.length, 26);
    const descriptor = Buffer.alloc(hasDescriptor ? 16 : 0);
    if (hasDescriptor) {
      descriptor.writeUInt32LE(0x08074b50, 0);
      descriptor.writeUInt32LE(crc32(content), 4);
      descriptor.writeUInt32LE(data.length, 8);
      descriptor.writeUInt32LE(content.length, 12);
    }
    locals.push(header, Buffer.from(name), data, descriptor);
  }
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  return Buffer.concat([...locals, directory]);
}
