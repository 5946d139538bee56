import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuditModule } from '../audit/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { PatientContacts } from './patient-contact.js';
import { Patient } from './patient.model.js';
import { PatientSearchRepository } from './patient-search.repository.js';
import { PatientsController } from './patients.controller.js';
import { PatientsRepository } from './patients.repository.js';
import { PatientsService } from './patients.service.js';

@Module({
  imports: [SequelizeModule.forFeature([Patient]), OrganizationsModule, AuditModule],
  controllers: [PatientsController],
  providers: [PatientContacts, PatientSearchRepository, PatientsRepository, PatientsService],
  exports: [PatientsService],
})
export class PatientsModule {}
