import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuditModule } from '../audit/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { DuplicatesController } from './duplicates/duplicates.controller.js';
import { DuplicatesRepository } from './duplicates/duplicates.repository.js';
import { DuplicatesService } from './duplicates/duplicates.service.js';
import { MergeController } from './merge/merge.controller.js';
import { MergeRepository } from './merge/merge.repository.js';
import { MergeService } from './merge/merge.service.js';
import { PatientContacts } from './patient-contact.js';
import { Patient } from './patient.model.js';
import { PatientReach } from './patient-reach.js';
import { PatientSearchRepository } from './patient-search.repository.js';
import { PatientsController } from './patients.controller.js';
import { PatientsRepository } from './patients.repository.js';
import { PatientsService } from './patients.service.js';
import { TransferController } from './transfer/transfer.controller.js';
import { TransferRepository } from './transfer/transfer.repository.js';
import { TransferService } from './transfer/transfer.service.js';

@Module({
  imports: [SequelizeModule.forFeature([Patient]), OrganizationsModule, AuditModule],
  controllers: [DuplicatesController, MergeController, PatientsController, TransferController],
  providers: [
    DuplicatesRepository,
    DuplicatesService,
    MergeRepository,
    MergeService,
    PatientContacts,
    PatientReach,
    PatientSearchRepository,
    PatientsRepository,
    PatientsService,
    TransferRepository,
    TransferService,
  ],
  exports: [PatientsService],
})
export class PatientsModule {}
