import { Body, Controller, Get, Put } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { currentActor, currentPatient } from '../../../platform/access/current-actor.js';
import { InvalidatesCache } from '../../../platform/cache/index.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { CARE_TEAM, RECORD_READERS } from '../../patients/patient.rules.js';
import { ActionPlanDto } from './action-plan.dto.js';
import { ActionPlansService, type ActionPlanView } from './action-plans.service.js';

/** What to do when a patient meets what they are allergic to. */
@Controller('patients/:patientId/allergies/:allergyId/action-plan')
export class ActionPlansController {
  constructor(private readonly plans: ActionPlansService) {}

  /** The plan of an allergy. */
  @Get()
  @Access({ roles: RECORD_READERS, action: 'read', resource: 'action-plan', patient: 'patientId' })
  read(@IdParam('allergyId') allergyId: string): Promise<ActionPlanView> {
    return this.plans.read(currentPatient(), allergyId);
  }

  /** Writes the plan of an allergy; the plan before it stays in the audit log. */
  @Put()
  @InvalidatesCache()
  @Access({ roles: CARE_TEAM, action: 'update', resource: 'action-plan', patient: 'patientId' })
  write(@IdParam('allergyId') allergyId: string, @Body() body: ActionPlanDto): Promise<ActionPlanView> {
    return this.plans.write(currentActor(), currentPatient(), allergyId, body);
  }
}
