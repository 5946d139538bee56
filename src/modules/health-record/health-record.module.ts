import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuditModule } from '../audit/index.js';
import { DnaModule } from '../dna/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { ActionPlansController } from './action-plans/action-plans.controller.js';
import { ActionPlansService } from './action-plans/action-plans.service.js';
import { Allergy } from './allergies/allergy.model.js';
import { AllergiesController } from './allergies/allergies.controller.js';
import { AllergiesService } from './allergies/allergies.service.js';
import { ChronicCondition } from './chronic-conditions/chronic-condition.model.js';
import { ChronicConditionsController } from './chronic-conditions/chronic-conditions.controller.js';
import { ChronicConditionsService } from './chronic-conditions/chronic-conditions.service.js';
import { GrowthController } from './growth/growth.controller.js';
import { GrowthReferenceController } from './growth/growth-reference.controller.js';
import { GrowthReferenceService } from './growth/growth-reference.service.js';
import { GrowthRepository } from './growth/growth.repository.js';
import { GrowthService } from './growth/growth.service.js';
import { RecordKeeping } from './records/record-keeping.js';
import { RecordListRepository } from './records/record-list.repository.js';
import { UnmergedPatients } from './records/unmerged-patients.js';
import { KeptPages } from './search/kept-pages.js';
import { SearchController } from './search/search.controller.js';
import { SearchRepository } from './search/search.repository.js';
import { SearchService } from './search/search.service.js';
import { SummaryController } from './summary/summary.controller.js';
import { SummaryRepository } from './summary/summary.repository.js';
import { Vaccination } from './vaccinations/vaccination.model.js';
import { VaccinationsController } from './vaccinations/vaccinations.controller.js';
import { VaccinationsService } from './vaccinations/vaccinations.service.js';
import { VaccinesController } from './vaccinations/vaccines.controller.js';
import { Visit } from './visits/visit.model.js';
import { VisitsController } from './visits/visits.controller.js';
import { VisitsService } from './visits/visits.service.js';
import { VitalsController } from './vitals/vitals.controller.js';
import { VitalsRepository } from './vitals/vitals.repository.js';
import { VitalsService } from './vitals/vitals.service.js';
import { CacheRefilling } from './warming/cache-refilling.js';
import { CacheWarmer } from './warming/cache-warmer.js';
import { WarmedAnswers } from './warming/warmed-answers.js';
import { WarmingRepository } from './warming/warming.repository.js';

@Module({
  imports: [
    SequelizeModule.forFeature([Allergy, ChronicCondition, Vaccination, Visit]),
    AuditModule,
    OrganizationsModule,
    DnaModule,
  ],
  controllers: [
    ActionPlansController,
    AllergiesController,
    ChronicConditionsController,
    GrowthController,
    GrowthReferenceController,
    SearchController,
    SummaryController,
    VaccinationsController,
    VaccinesController,
    VisitsController,
    VitalsController,
  ],
  providers: [
    ActionPlansService,
    AllergiesService,
    ChronicConditionsService,
    GrowthReferenceService,
    GrowthRepository,
    GrowthService,
    RecordKeeping,
    RecordListRepository,
    UnmergedPatients,
    KeptPages,
    SearchRepository,
    SearchService,
    SummaryRepository,
    VaccinationsService,
    VisitsService,
    VitalsRepository,
    VitalsService,
    WarmingRepository,
    WarmedAnswers,
    CacheRefilling,
    CacheWarmer,
  ],
  exports: [CacheWarmer],
})
export class HealthRecordModule {}
