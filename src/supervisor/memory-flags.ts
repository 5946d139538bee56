/** What each role is told; a role that is not here goes with Node's own sizes. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  api: ['--min-semi-space-size=16'],
  worker: ['--max-semi-space-size=8', '--max-old-space-size=512'],
};

/**
 * What Node is told about memory, by role; it can be told on the command line only. A container's command names the same
 * (docker-compose.yml).
 *
 * worker: where memory is plenty V8 lets the young generation grow to 128 MB and the old one lie about as garbage, and short-lived rows
 * fill whatever there is: an import of 1,000,000 rows took its worker to 456 MB, and to 225, as fast, with halves of 8 MB and a
 * heap of at most 512 (`npm run bench -- import`). Nothing that a worker does needs more, for files stream.
 *
 * api: V8 begins with halves of 1 MB, and what 64 requests under way hold does not fit into them: it is copied, and then promoted to be
 * collected the dear way. With halves of 16 MB from the start a summary from memory took 205 us of processor time in place of 300, and
 * p99 was 45 ms in place of 65 (`npm run bench -- http`); an idle api takes no more than before.
 */
export function memoryFlags(role: string): readonly string[] {
  return FLAGS[role] ?? [];
}
