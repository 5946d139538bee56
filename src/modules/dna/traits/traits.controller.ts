import { Body, Controller, Delete, Get, HttpCode, Param, ParseEnumPipe, Post, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { CanFailWith } from '../../../platform/http/docs/can-fail-with.decorator.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { notFound } from '../../../platform/http/problem.js';
import { GENOME_ROLES } from '../genomes/genome.roles.js';
import { ConsentsService, type ConsentView } from './consents.service.js';
import { DoseGuard } from './dose-guard.js';
import { ConsentDto, TraitsQuery } from './traits.dto.js';
import type { DoseAlert } from './traits.rules.js';
import { TraitsService, type TraitsView } from './traits.service.js';
import { CONSENT_SCOPES, type ConsentScope } from './trait-table.js';

const SCOPES = Object.fromEntries(CONSENT_SCOPES.map((scope) => [scope, scope]));
const ScopeParam = () => Param('scope', new ParseEnumPipe(SCOPES, { exceptionFactory: () => notFound('consent') }));

/** What is known of a genome’s sites, as far as the patient consented. */
@Controller('patients/:patientId')
export class TraitsController {
  constructor(
    private readonly traits: TraitsService,
    private readonly consents: ConsentsService,
    private readonly guard: DoseGuard,
  ) {}

  /** Known traits. What needs a consent that was not given is withheld. */
  @CanFailWith(409)
  @Get('genomes/:genomeId/traits')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'genome-traits', patient: 'patientId' })
  list(@IdParam('genomeId') genomeId: string, @Query() query: TraitsQuery): Promise<TraitsView> {
    return this.traits.list(currentPatient(), genomeId, query);
  }

  /** Dose alerts, as the summary carries them; none without the consent for `alerts`. */
  @Get('dose-alerts')
  @Access({ roles: GENOME_ROLES, action: 'read', resource: 'dose-alerts', patient: 'patientId' })
  async alerts(): Promise<{ items: DoseAlert[]; nextCursor: null }> {
    return { items: await this.guard.alertsOf(currentPatient().id), nextCursor: null };
  }

  /** The consents in force. */
  @Get('genome-consents')
  @Access({ roles: GENOME_ROLES, action: 'list', resource: 'genome-consent', patient: 'patientId' })
  async given(): Promise<{ items: ConsentView[]; nextCursor: null }> {
    return { items: await this.consents.list(currentPatient()), nextCursor: null };
  }

  /** Records a consent. */
  @Post('genome-consents')
  @Access({ roles: GENOME_ROLES, action: 'create', resource: 'genome-consent', patient: 'patientId' })
  record(@Body() { scope }: ConsentDto): Promise<ConsentView> {
    return this.consents.record(currentActor(), currentPatient(), scope);
  }

  /** Withdraws a consent. */
  @Delete('genome-consents/:scope')
  @HttpCode(204)
  @Access({ roles: GENOME_ROLES, action: 'retire', resource: 'genome-consent', patient: 'patientId' })
  withdraw(@ScopeParam() scope: ConsentScope): Promise<void> {
    return this.consents.withdraw(currentActor(), currentPatient(), scope);
  }
}
