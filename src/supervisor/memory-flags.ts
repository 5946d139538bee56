/**
 * What Node is told about memory, by role; it can be told on the command line only. Where memory is plenty V8 lets the young generation
 * grow to 128 MB and the old one lie about as garbage, and short-lived rows fill whatever there is: an import of 1,000,000
 * rows took its worker to 456 MB, and to 225, as fast, with halves of 8 MB and a heap of at most 512 (`npm run bench -- import`). Nothing
 * that a worker does needs more, for files stream. A container's command names the same (docker-compose.yml).
 */
export function memoryFlags(role: string): readonly string[] {
  return role === 'worker' ? ['--max-semi-space-size=8', '--max-old-space-size=512'] : [];
}
