import { join, resolve } from 'node:path';
import { keptSecrets } from './kept-secrets.js';
import { schema } from './schema.js';
import { keyWeakness, weakness } from './strength.js';
import { Unacceptable, Variable } from './variable.js';

type Parsed<S> = S extends Variable<infer T> ? T : { readonly [K in keyof S]: Parsed<S[K]> };

/** The whole configuration, read once at start and never changed after. */
export type Env = Parsed<typeof schema>;

/** Nest injection token of the `Env`. */
export const ENV: unique symbol = Symbol('ENV');

/** All that is wrong with the configuration, in one error. No value is repeated in it. */
export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'InvalidConfiguration';
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

type Source = Record<string, string | undefined>;

/**
 * Reads `source` (usually `process.env`) by the schema into one frozen object.
 * Outside production, secrets that are not set are made and kept in DATA_DIR.
 *
 * @throws InvalidConfiguration that names every fault at once
 */
export function loadEnv(source: Source): Env {
  const faults: string[] = [];
  let env = parse(source, faults);
  const isProduction = env.mode === 'production';
  if (faults.length === 0 && !isProduction) {
    env = parse({ ...developmentSecrets(env.dataDir, faults), ...withoutEmpty(source) }, faults);
  }
  faults.push(...contradictions(env), ...(isProduction ? productionFaults(env) : []));
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return env;
}

type Draft<T> = T extends Buffer | readonly unknown[] | string | number | boolean
  ? T
  : { -readonly [K in keyof T]: Draft<T[K]> };

function parse(source: Source, faults: string[]): Env {
  const env = parseGroup(schema, source, faults) as Draft<Env>;
  env.dataDir = resolve(env.dataDir);
  env.database.migrationUrl ||= env.database.url;
  env.redis.queueUrl ||= env.redis.url;
  return deepFreeze(env);
}

function parseGroup(group: object, source: Source, faults: string[]): object {
  const entries = Object.entries(group) as [string, object][];
  return Object.fromEntries(
    entries.map(([name, item]) => [
      name,
      item instanceof Variable ? parseOne(item, source, faults) : parseGroup(item, source, faults),
    ]),
  );
}

function parseOne(variable: Variable<unknown>, source: Source, faults: string[]): unknown {
  const given = source[variable.name]?.trim();
  const text = given === undefined || given === '' ? variable.fallback : given;
  if (text === undefined) return variable.absent;
  try {
    return variable.parse(text);
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error;
    faults.push(`${variable.name} ${error.message}`);
    return variable.absent;
  }
}

function developmentSecrets(dataDir: string, faults: string[]): Source {
  try {
    return keptSecrets(join(dataDir, 'secrets.json'), [
      'JWT_SECRET',
      'KEY_ENCRYPTION_KEY',
      'BLIND_INDEX_KEY',
      'AUDIT_SIGNING_KEY',
    ]);
  } catch (error) {
    faults.push(`DATA_DIR cannot hold the secrets of development: ${(error as Error).message}`);
    return {};
  }
}

function withoutEmpty(source: Source): Source {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function contradictions({ database, redis, role, storage, auth, http, mode }: Env): string[] {
  const faults: string[] = [];
  if (database.poolMin > database.poolMax) faults.push('DB_POOL_MIN must not be greater than DB_POOL_MAX');
  if (storage.driver === 's3' && storage.s3.bucket === '')
    faults.push('S3_BUCKET must be set when STORAGE_DRIVER is s3');
  if ((storage.s3.accessKeyId === '') !== (storage.s3.secretAccessKey === ''))
    faults.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together');
  if (auth.sessionMaxTtlSeconds < auth.sessionTtlSeconds)
    faults.push('SESSION_MAX_TTL must not be less than SESSION_TTL');
  const hasDemo = role === 'all' && database.url === '' && auth.demoEnabled && mode !== 'production';
  if (hasDemo && !LOOPBACK.test(http.host)) {
    faults.push(
      'HOST must be a loopback address while there are demo users, whose password everybody knows (or DEMO=false)',
    );
  }
  if (role !== 'all') {
    const needs = `must be set when ROLE is ${role} (ROLE=all brings its own)`;
    if (database.url === '') faults.push(`DATABASE_URL ${needs}`);
    if (redis.url === '' && role !== 'migrate') faults.push(`REDIS_URL ${needs}`);
  }
  return faults;
}

function productionFaults({ auth, database, keys, redis, role }: Env): string[] {
  const verdicts: [string, string | undefined][] = [
    ['JWT_SECRET', weakness(auth.jwtSecret)],
    ['OPS_TOKEN', auth.opsToken === '' ? undefined : weakness(auth.opsToken)],
    ['KEY_ENCRYPTION_KEY', keys.kmsEncryptedKeys === '' ? keyWeakness(keys.encryptionKey) : undefined],
    ['BLIND_INDEX_KEY', keyWeakness(keys.blindIndexKey)],
    ['AUDIT_SIGNING_KEY', keyWeakness(keys.auditSigningKey)],
  ];
  if (role === 'all') {
    if (database.url === '')
      verdicts.push(['DATABASE_URL', 'must be set in production, where there is no embedded database']);
    if (redis.url === '') verdicts.push(['REDIS_URL', 'must be set in production, where there is no embedded Redis']);
  }
  return verdicts.flatMap(([name, verdict]) => (verdict === undefined ? [] : [`${name} ${verdict}`]));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
