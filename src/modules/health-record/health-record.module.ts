import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuditModule } from '../audit/index.js';
import { Allergy } from './allergies/allergy.model.js';
import { AllergiesController } from './allergies/allergies.controller.js';
import { AllergiesService } from './allergies/allergies.service.js';
import { ChronicCondition } from './chronic-conditions/chronic-condition.model.js';
import { ChronicConditionsController } from './chronic-conditions/chronic-conditions.controller.js';
import { ChronicConditionsService } from './chronic-conditions/chronic-conditions.service.js';
import { RecordKeeping } from './records/record-keeping.js';
import { RecordListRepository } from './records/record-list.repository.js';
import { SummaryController } from './summary/summary.controller.js';
import { SummaryRepository } from './summary/summary.repository.js';
import { Vaccination } from './vaccinations/vaccination.model.js';
import { VaccinationsController } from './vaccinations/vaccinations.controller.js';
import { VaccinationsService } from './vaccinations/vaccinations.service.js';
import { VaccinesController } from './vaccinations/vaccines.controller.js';
import { Visit } from './visits/visit.model.js';
import { VisitsController } from './visits/visits.controller.js';
import { VisitsService } from './visits/visits.service.js';

@Module({
  imports: [SequelizeModule.forFeature([Allergy, ChronicCondition, Vaccination, Visit]), AuditModule],
  controllers: [
    AllergiesController,
    ChronicConditionsController,
    SummaryController,
    VaccinationsController,
    VaccinesController,
    VisitsController,
  ],
  providers: [
    AllergiesService,
    ChronicConditionsService,
    RecordKeeping,
    RecordListRepository,
    SummaryRepository,
    VaccinationsService,
    VisitsService,
  ],
})
export class HealthRecordModule {}
