import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { AuditTrail, ResourceHistory } from '../../audit/index.js';
import { RecordListRepository } from './record-list.repository.js';
import { UnmergedPatients } from './unmerged-patients.js';

/** What every kind of record is kept with. */
@Injectable()
export class RecordKeeping {
  constructor(
    readonly unitOfWork: UnitOfWork,
    readonly audit: AuditTrail,
    readonly history: ResourceHistory,
    readonly lists: RecordListRepository,
    readonly patients: UnmergedPatients,
  ) {}
}
