import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Post,
  Query,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../platform/access/access.decorator.js';
import type { Role } from '../../platform/access/actor.js';
import { currentActor, currentPatient } from '../../platform/access/current-actor.js';
import type { Page } from '../../platform/database/keyset.js';
import { CanFailWith } from '../../platform/http/docs/can-fail-with.decorator.js';
import { Described } from '../../platform/http/docs/described.js';
import { IdParam } from '../../platform/http/id-param.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import { LegalHolds, type LegalHold } from './archive/legal-holds.service.js';
import { LegalHoldDto, PeriodQuery } from './audit.dto.js';
import { AuditExportDto } from './exports/audit-export.dto.js';
import { AuditExportService } from './exports/audit-export.service.js';
import { ReadingService, type EventWithValues } from './reading/reading.service.js';
import type { ActivityLine } from './reading/activity-report.js';
import type { Disclosure } from './reading/disclosures.rules.js';
import { EventQueryDto } from './reading/event-filter.js';
import type { EventView } from './reading/event-view.js';
import type { Verdict } from './verification/findings.js';
import { VerificationService } from './verification/verification.service.js';

const AUDITORS: readonly Role[] = ['auditor', 'superadmin'];

/**
 * Who may read who saw a patient: besides auditors the patient, whose right it is (45 CFR 164.528, GDPR article 15), and
 * the administration, which answers such requests (a school's record of access: 34 CFR 99.32). Not the care team: they
 * would look after each other.
 */
const DISCLOSURE_READERS: readonly Role[] = [...AUDITORS, 'org-admin', 'patient'];

/** Who did what, and who saw whom. */
@Controller('audit')
export class AuditController {
  constructor(
    private readonly reading: ReadingService,
    private readonly verification: VerificationService,
    private readonly exports: AuditExportService,
    private readonly holds: LegalHolds,
  ) {}

  /** Events of one's organizations, newest first; those read from the archive are marked `archived: true`. */
  @Get('events')
  @Access({ roles: AUDITORS, action: 'list', resource: 'audit-event' })
  events(@Query() query: EventQueryDto): Promise<Page<EventView>> {
    return this.reading.events(currentActor(), query);
  }

  /** One event, with the previous and new values or the reason that it keeps sealed. */
  @Get('events/:eventId')
  @Access({ roles: AUDITORS, action: 'read', resource: 'audit-event' })
  event(@IdParam('eventId') eventId: string): Promise<EventWithValues> {
    return this.reading.event(currentActor(), eventId);
  }

  /** Who saw this patient, and why; as a page to read or print where `Accept` prefers HTML. */
  @Get('patients/:patientId/disclosures')
  @Described(({ ApiProduces }) => ApiProduces('application/json', 'text/html'))
  @Header('Cache-Control', 'no-store')
  @Access({ roles: DISCLOSURE_READERS, action: 'list', resource: 'disclosure', patient: 'patientId' })
  disclosures(
    @Query() query: PageQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<Disclosure> | string> {
    const isPage = /^[^,]*text\/html/.test(accept ?? '');
    if (isPage) void reply.type('text/html; charset=utf-8');
    return this.reading.disclosures(currentActor(), currentPatient().id, query, isPage);
  }

  /** Recomputes every hash of the trail and names what was changed. Takes a second for some 200,000 events. */
  @Get('verify')
  @CanFailWith(409)
  @Access({ roles: AUDITORS, action: 'verify', resource: 'audit-verification' })
  verify(@Query() { from, to }: PeriodQuery): Promise<Verdict> {
    return this.verification.verify({ from: from ?? null, to: to ?? null });
  }

  /** What was done, by organization and month; this month and the last unless told otherwise. */
  @Get('report')
  @Access({ roles: AUDITORS, action: 'read', resource: 'audit-report' })
  report(@Query() period: PeriodQuery): Promise<{ items: ActivityLine[] }> {
    return this.reading.report(currentActor(), period);
  }

  /** Events as a file. */
  @Post('exports')
  @Described(({ ApiProduces }) =>
    ApiProduces('text/csv', 'application/x-ndjson', 'application/fhir+ndjson', 'application/x-tar'),
  )
  @HttpCode(200)
  @Access({ roles: AUDITORS, action: 'export', resource: 'audit-event' })
  export(@Body() body: AuditExportDto): Promise<StreamableFile> {
    return this.exports.file(currentActor(), body);
  }

  /** Patients whose events are kept past their retention. */
  @Get('legal-holds')
  @Access({ roles: AUDITORS, action: 'list', resource: 'legal-hold' })
  async legalHolds(): Promise<{ items: LegalHold[] }> {
    return { items: await this.holds.inForce() };
  }

  /** Keeps a patient's events past their retention. */
  @Post('patients/:patientId/legal-hold')
  @Access({ roles: AUDITORS, action: 'create', resource: 'legal-hold', patient: 'patientId' })
  placeHold(@Body() { reason }: LegalHoldDto): Promise<LegalHold> {
    return this.holds.place(currentPatient(), reason);
  }

  /** Lets a patient's events go when their time comes. */
  @Delete('patients/:patientId/legal-hold')
  @HttpCode(204)
  @Access({ roles: AUDITORS, action: 'retire', resource: 'legal-hold', patient: 'patientId' })
  releaseHold(): Promise<void> {
    return this.holds.release(currentPatient());
  }
}
