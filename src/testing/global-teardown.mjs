import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const suite = globalThis.whiteCrossSuite;
  if (!suite) return;
  await Promise.all(suite.servers.map((server) => server.stop()));
  rmSync(suite.directory, { recursive: true, force: true });
}
