/** FNV-1a, 32 bits (draft-eastlake-fnv): finds text names in tables and indexes; equality is checked on the names. */
export function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}
