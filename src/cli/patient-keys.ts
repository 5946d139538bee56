/**
 * The life of keys, from the machine that holds the key-encryption key:
 *
 *     npm run keys:destroy -- --patient=ID --operators=ada,grace --yes   nothing sealed for the patient opens again, ever
 *     npm run keys:rotate  -- --patient=ID                               the patient gets a new key, records are sealed anew
 *     npm run keys:rewrap                                                all keys come under the current KEY_ENCRYPTION_KEY
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ArchiveRewrapping } from '../modules/audit/index.js';
import { ExportRewrapping } from '../modules/import-export/index.js';
import { KeyDestructionsService, KeyRotationService } from '../modules/patient-keys/index.js';
import { CacheVersions } from '../platform/cache/index.js';
import { KeyRewrapping } from '../platform/crypto/key-rewrapping.js';
import { Database } from '../platform/database/database.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { configurationBesideService } from './running-services.js';

const COMMANDS = { destroy, rotate, rewrap };

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  await run();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

interface Options {
  patient?: string;
  operators?: string;
  yes: boolean;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { patient: { type: 'string' }, operators: { type: 'string' }, yes: { type: 'boolean', default: false } },
  });
  const command = COMMANDS[positionals[0] as keyof typeof COMMANDS];
  if (command === undefined) throw new Error(`Say what to do: ${Object.keys(COMMANDS).join(', ')}.`);
  Logger.overrideLogger(['error', 'warn']);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(configurationBesideService(process.env)), {
    abortOnError: false,
  });
  try {
    process.stdout.write(`${await command(app, values)}\n`);
  } finally {
    await app.close();
  }
}

async function destroy(app: INestApplicationContext, { patient, operators, yes }: Options): Promise<string> {
  const [asking, confirming, ...more] = (operators ?? '').split(',').map((name) => name.trim());
  if (!asking || !confirming || more.length > 0 || asking === confirming) {
    throw new Error('Destroying a key takes two people: name both, as --operators=ada,grace.');
  }
  if (!yes) throw new Error('There is no way back. Say --yes when you are sure.');
  const found = await findPatient(app, patient);
  const { versions, sha256 } = await app.get(UnitOfWork).run(async () => {
    app.get(CacheVersions, { strict: false }).bump(found.id);
    return app.get(KeyDestructionsService, { strict: false }).destroyNow(found, [asking, confirming]);
  });
  return `Destroyed version ${versions.join(', ')} of the key of patient ${found.id} (SHA-256 of the wrapped keys: ${sha256}).
The certificate stands in the audit trail. Backups still hold the wrapped key: give KEY_ENCRYPTION_KEY a new value, run
\`npm run keys:rewrap\`, and destroy the former value, upon which they open nothing either.`;
}

async function rotate(app: INestApplicationContext, { patient }: Options): Promise<string> {
  const found = await findPatient(app, patient);
  const version = await app.get(KeyRotationService, { strict: false }).rotate(found);
  return `Patient ${found.id} seals under version ${version} now; a worker seals the records anew.`;
}

async function rewrap(app: INestApplicationContext): Promise<string> {
  const rewrapping = app.get(KeyRewrapping, { strict: false });
  const count = await rewrapping.run((done) => process.stdout.write(`${done} keys\n`));
  const archives = await app.get(ArchiveRewrapping, { strict: false }).run();
  const exports = await app.get(ExportRewrapping, { strict: false }).run();
  const left = await rewrapping.remaining();
  return left === 0
    ? `${count} keys of patients, ${archives} of archived months and ${exports} of exports were brought under the current key-encryption key; the former ones are needed no more.`
    : `${count} keys were brought over, ${left} were busy: run this again.`;
}

async function findPatient(
  app: INestApplicationContext,
  id: string | undefined,
): Promise<{ id: string; organizationId: string }> {
  if (id === undefined || !/^[0-9a-f-]{36}$/i.test(id)) throw new Error('Name the patient by its id: --patient=ID.');
  const [row] = await app
    .get(Database, { strict: false })
    .query<{ id: string; organizationId: string }>(
      'SELECT id, organization_id AS "organizationId" FROM patients WHERE id = $1',
      [id],
    );
  if (!row) throw new Error('There is no such patient.');
  return row;
}
