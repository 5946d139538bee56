/**
 * What Node is told about memory, by role; it can be told on the command line only. V8 lets the young generation of a machine with
 * much memory grow to 128 MB, and short-lived rows fill whatever there is: an import of 1,000,000 rows took its worker to 456 MB,
 * and to 303 MB, as fast, with halves of 8 MB (`npm run bench -- import`). A container's command names the same (docker-compose.yml).
 */
export function memoryFlags(role: string): readonly string[] {
  return role === 'worker' ? ['--max-semi-space-size=8'] : [];
}
