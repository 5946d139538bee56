import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { latestDateAt } from '../../../platform/http/future.rules.js';
import { planColumns } from '../row-parsers/header.rules.js';
import { RowParser } from '../row-parsers/row-parser.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import type { ChunkDestination } from './chunk-writer.js';
import { ChunkPreparer } from './chunk-preparer.js';
import type { LedgerEntry } from './import-ledger.js';
import { PatientResolvers } from './patient-resolver.js';
import { RowJudge } from './row-judge.js';

/** Makes what understands the rows of one import: by its own columns and mapping, for its file as for corrected rows. */
@Injectable()
export class Preparers {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly resolvers: PatientResolvers,
  ) {}

  for(entry: LedgerEntry, { target, origin, isDryRun }: ChunkDestination): ChunkPreparer {
    const { type, columns, mapping, dateFormat, timeZone, organizationId } = entry;
    const plan = planColumns(ROW_TYPES[type], columns, mapping);
    const parser = new RowParser(ROW_TYPES[type], plan, { dateFormat, timeZone, latest: latestDateAt(Date.now()) });
    const judge = new RowJudge(type, parser, plan, this.resolvers.for(organizationId));
    const { database, unitOfWork } = this;
    return new ChunkPreparer({ database, unitOfWork, judge, target, origin, isDryRun });
  }
}
