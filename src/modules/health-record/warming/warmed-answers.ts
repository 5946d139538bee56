import { Injectable } from '@nestjs/common';
import { type LoadedBody, type PatientRoute, requestOfRoute, TieredCache } from '../../../platform/cache/index.js';
import { PAGE_LIMIT_DEFAULT } from '../../../platform/database/keyset.js';
import { ALLERGY } from '../allergies/allergy.kind.js';
import { AllergiesController } from '../allergies/allergies.controller.js';
import { CHRONIC_CONDITION } from '../chronic-conditions/chronic-condition.kind.js';
import { ChronicConditionsController } from '../chronic-conditions/chronic-conditions.controller.js';
import type { RecordKind, RecordView } from '../records/record-kind.js';
import { RecordListRepository } from '../records/record-list.repository.js';
import { SummaryController } from '../summary/summary.controller.js';
import { SummaryRepository } from '../summary/summary.repository.js';
import { VACCINATION } from '../vaccinations/vaccination.kind.js';
import { VaccinationsController } from '../vaccinations/vaccinations.controller.js';
import { VISIT } from '../visits/visit.kind.js';
import { VisitsController } from '../visits/visits.controller.js';
import { VitalsController } from '../vitals/vitals.controller.js';
import { VitalsQuery } from '../vitals/vitals.dto.js';
import { VitalsService } from '../vitals/vitals.service.js';
import type { VersionedPatient } from './warming.repository.js';

const PATIENT = '/api/patients/:patientId';

/** The summary and the lists that it leads to. */
const SEEN_FIRST: ReadonlySet<string> = new Set(['summary', 'allergies', 'chronic-conditions', 'vaccinations']);

/** Puts a patient's answers into the cache as they are asked for without a query: the first page of a list, all of the vitals. */
@Injectable()
export class WarmedAnswers {
  private readonly routes: readonly [PatientRoute, (patient: VersionedPatient) => Promise<LoadedBody>][];

  constructor(
    private readonly cache: TieredCache,
    summaries: SummaryRepository,
    lists: RecordListRepository,
    vitals: VitalsService,
  ) {
    const firstPage =
      <View extends RecordView>(kind: RecordKind<View>) =>
      (patient: VersionedPatient) =>
        lists.page(kind, { ...patient, organizationId: '' }, { limit: PAGE_LIMIT_DEFAULT });
    this.routes = [
      [
        { controller: SummaryController, method: 'read', pattern: `${PATIENT}/summary` },
        ({ id }) => summaries.read(id),
      ],
      [{ controller: AllergiesController, method: 'list', pattern: `${PATIENT}/allergies` }, firstPage(ALLERGY)],
      [
        { controller: ChronicConditionsController, method: 'list', pattern: `${PATIENT}/chronic-conditions` },
        firstPage(CHRONIC_CONDITION),
      ],
      [
        { controller: VaccinationsController, method: 'list', pattern: `${PATIENT}/vaccinations` },
        firstPage(VACCINATION),
      ],
      [{ controller: VisitsController, method: 'list', pattern: `${PATIENT}/health-records` }, firstPage(VISIT)],
      [
        { controller: VitalsController, method: 'trends', pattern: `${PATIENT}/vitals` },
        (patient) => vitals.trends({ ...patient, organizationId: '' }, new VitalsQuery()),
      ],
    ];
  }

  /** False while there is no second tier, which is what other processes would read. */
  get isWorthwhile(): boolean {
    return this.cache.stats().l2.connected;
  }

  /** Loads what is missing, of these kinds or of those a clinician sees first, one after the other; what is there is left. */
  async fill(patient: VersionedPatient, kinds: ReadonlySet<string> = SEEN_FIRST): Promise<void> {
    for (const [route, load] of this.routes) {
      const request = requestOfRoute(route, patient.id, patient.version);
      if (kinds.has(request.kind)) await this.cache.fetch(request, () => load(patient));
    }
  }
}
