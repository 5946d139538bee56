/**
 * `npm run audit:verify [-- --from=YYYY-MM --to=YYYY-MM --json]`: verifies the audit trail of the configured database, or of the one that
 * a running `npm start` brought along. Ends with 0 when it is intact, 1 when something was changed, 2 when it could not be told.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '../config/config.module.js';
import type { Env } from '../config/env.js';
import { AuditVerificationModule, TrailVerifier, VerificationResults, type Verdict } from '../modules/audit/index.js';
import { CryptoModule } from '../platform/crypto/crypto.module.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { configurationBesideService } from './running-services.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`The audit trail could not be verified: ${(error as Error).message}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  for (const month of [values.from, values.to]) {
    if (month !== undefined && !MONTH.test(month)) throw new Error('--from and --to are months, as YYYY-MM.');
  }
  const app = await NestFactory.createApplicationContext(moduleOver(configurationBesideService(process.env)), {
    logger: false,
    abortOnError: false,
  });
  try {
    const period = { from: values.from ?? null, to: values.to ?? null };
    const verdict = await app.get(TrailVerifier).verify(period);
    process.stdout.write(values.json ? `${JSON.stringify(verdict)}\n` : inWords(verdict));
    // A restored copy or a replica may be read-only: the verdict holds all the same.
    await app
      .get(VerificationResults)
      .remember(period, verdict)
      .catch((error: Error) => process.stderr.write(notNoted(error)));
    return verdict.isIntact ? 0 : 1;
  } finally {
    await app.close();
  }
}

function moduleOver(env: Env): object {
  class VerifyModule {}
  Module({ imports: [ConfigModule.forRoot(env), DatabaseModule, CryptoModule, AuditVerificationModule] })(VerifyModule);
  return VerifyModule;
}

function notNoted({ message }: Error): string {
  return `This result could not be noted in the database (${message}): /api/health/alerts goes on telling of the one before.\n`;
}

function inWords(verdict: Verdict): string {
  const { events, batches, links, seals, months, elapsedMs, pendingBatches, findings, findingCount } = verdict;
  const rate = Math.round(events / Math.max(0.001, elapsedMs / 1000));
  const read = `Read ${events} events of ${months} months in ${batches} batches, ${links} links and ${seals} seals: ${(elapsedMs / 1000).toFixed(1)} s, ${rate} events/s.\n`;
  const pending =
    pendingBatches > 0 ? `${pendingBatches} batches were written just now and wait for their link.\n` : '';
  if (verdict.isIntact) return `${read}${pending}The audit trail is intact.\n`;
  const lines = findings.map(({ kind, says, ...place }) => `  ${kind}: ${says} ${JSON.stringify(place)}\n`);
  return `${read}${pending}The audit trail is NOT as it was written. ${findingCount} findings, the first:\n${lines.join('')}`;
}
