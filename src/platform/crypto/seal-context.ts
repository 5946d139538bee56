/** The one place a sealed value belongs to. Opened anywhere else, even by a superuser's UPDATE, it fails. */
export interface SealContext {
  organizationId: string;
  patientId: string;
  /** Where the value is stored: a table and column, or for a file its kind and part. */
  table: string;
  column: string;
  rowId: string;
}

/**
 * The context as bytes for AES-GCM's associated data. Each part is preceded by its length, so that no two
 * contexts have the same encoding however their parts are cut.
 */
export function associatedDataOf(context: SealContext): Buffer {
  return encodeParts([context.organizationId, context.patientId, context.table, context.column, context.rowId]);
}

/** Length-prefixed (16-bit) UTF-8 of each part. */
export function encodeParts(parts: readonly string[]): Buffer {
  let size = 0;
  for (const part of parts) size += 2 + Buffer.byteLength(part);
  const bytes = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const part of parts) {
    const length = bytes.write(part, offset + 2);
    bytes.writeUInt16BE(length, offset);
    offset += 2 + length;
  }
  return bytes;
}
