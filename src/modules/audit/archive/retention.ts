import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { Database } from '../../../platform/database/database.js';
import { monthStart, nextMonth, type Month } from '../partitions/months.rules.js';
import type { ChainHead } from '../seals/seal-document.js';
import { Sealer } from '../seals/sealer.js';
import { LineReader } from '../verification/line-reader.js';
import { linkOf } from '../verification/stored-trail.js';
import { ArchiveShelf, type Archive } from './archive-shelf.js';
import { columnsOf } from './archive-tables.js';
import { ArchiveWriter } from './archive-writer.js';
import { linesOf, matchingRows } from './parquet-file.js';

const DAY_MS = 86_400_000;

/** Lets go of archived months past their retention. What follows them still verifies, from a seal over where they ended. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly database: Database,
    private readonly shelf: ArchiveShelf,
    private readonly writer: ArchiveWriter,
    private readonly sealer: Sealer,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Drops archived months past `AUDIT_RETENTION_DAYS` in which no patient is under a legal hold; returns them. */
  async dropExpired(now = new Date()): Promise<Month[]> {
    const expiredBefore = new Date(now.getTime() - this.env.audit.retentionDays * DAY_MS);
    const held = await this.database.query<{ patient_id: string }>(
      'SELECT patient_id FROM audit_legal_holds WHERE released_at IS NULL',
    );
    const gone: Month[] = [];
    for (const archive of await this.shelf.archives()) {
      const { month } = archive.manifest;
      if (new Date(monthStart(nextMonth(month))) > expiredBefore) break;
      if (
        await this.holdsAny(
          archive,
          held.map(({ patient_id }) => patient_id),
        )
      ) {
        this.logger.log({ msg: 'a month past its retention is kept for a legal hold', month });
        break;
      }
      await this.sealer.seal('cut', await this.lastLinks(archive), now);
      await this.writer.remove(archive);
      gone.push(month);
    }
    return gone;
  }

  private async holdsAny(archive: Archive, patientIds: readonly string[]): Promise<boolean> {
    if (patientIds.length === 0) return false;
    const columns = columnsOf('events').filter(({ name }) => name === 'patient_id');
    const filter = { patient_id: { $in: [...patientIds] } };
    for await (const rows of matchingRows(this.shelf.file(archive, 'events'), columns, filter))
      if (rows.length > 0) return true;
    return false;
  }

  /** Where each chain of the month goes on. */
  private async lastLinks(archive: Archive): Promise<ChainHead[]> {
    const heads = new Map<string, ChainHead>();
    const reader = new LineReader(linesOf(this.shelf.file(archive, 'links'), columnsOf('links')));
    for (let line = await reader.next(); line; line = await reader.next()) {
      const { writerId, position, linkedAt, link } = linkOf(line);
      heads.set(writerId, { writerId, position, linkedAt, link: link.toString('hex') });
    }
    return [...heads.values()];
  }
}
