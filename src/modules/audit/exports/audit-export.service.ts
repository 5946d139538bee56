import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { newId } from '../../../platform/database/new-id.js';
import type { AuditDetail } from '../events/audit-event.js';
import { EventSearch } from '../reading/event-search.js';
import { viewOf } from '../reading/event-view.js';
import { AuditTrail } from '../trail/audit-trail.js';
import type { AuditExportDto } from './audit-export.dto.js';
import { ProofService } from './proof/proof.service.js';
import { EVENT_WRITERS, type EventWriter } from './export-formats.js';

/** Sends events out as a file, in constant memory. */
@Injectable()
export class AuditExportService {
  constructor(
    private readonly search: EventSearch,
    private readonly proofs: ProofService,
    private readonly trail: AuditTrail,
  ) {}

  /** The file, of any length. That it was made, and with which filter, is in the audit trail before its first byte. */
  async file(actor: Actor, { format, ...filter }: AuditExportDto): Promise<StreamableFile> {
    const detail = { format, ...filter } as AuditDetail;
    await this.trail.recordInstead({ action: 'export', resource: 'audit-event', resourceId: newId(), detail });
    if (format === 'proof') return fileOf(this.proofs.archive(actor, filter), 'application/x-tar', 'audit-proof.tar');
    const writer = EVENT_WRITERS[format];
    const blocks = Readable.from(this.blocks(actor, filter, writer), { objectMode: false });
    return new StreamableFile(blocks, {
      type: writer.mediaType,
      disposition: `attachment; filename="${writer.fileName}"`,
    });
  }

  private async *blocks(
    actor: Actor,
    filter: Omit<AuditExportDto, 'format'>,
    writer: EventWriter,
  ): AsyncGenerator<Buffer> {
    yield Buffer.from(writer.head);
    for await (const records of this.search.all(actor, filter)) {
      yield Buffer.from(records.map((record) => writer.write(viewOf(record))).join(''));
    }
  }
}

function fileOf(stream: Readable, type: string, name: string): StreamableFile {
  return new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
}
