import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../platform/access/access.decorator.js';
import type { Role } from '../../platform/access/actor.js';
import { currentActor, currentPatient } from '../../platform/access/current-actor.js';
import { InvalidatesCache } from '../../platform/cache/index.js';
import { IdParam } from '../../platform/http/id-param.js';
import { RequestDestructionDto } from './key-destruction.dto.js';
import type { KeyDestruction } from './key-destructions.repository.js';
import { KeyDestructionsService } from './key-destructions.service.js';

const KEY_DESTROYERS: readonly Role[] = ['org-admin', 'superadmin'];

/** Making a patient's sealed data unreadable for ever: one person asks, another confirms. */
@Controller('patients/:patientId/key-destructions')
export class KeyDestructionsController {
  constructor(private readonly destructions: KeyDestructionsService) {}

  /** The requests to destroy this patient’s key. */
  @Get()
  @Access({ roles: KEY_DESTROYERS, action: 'list', resource: 'key-destruction', patient: 'patientId' })
  async list(): Promise<{ items: KeyDestruction[]; nextCursor: null }> {
    return { items: await this.destructions.list(currentPatient()), nextCursor: null };
  }

  /** Asks that the patient’s key be destroyed. Another person must confirm it. */
  @Post()
  @Access({ roles: KEY_DESTROYERS, action: 'create', resource: 'key-destruction', patient: 'patientId' })
  request(@Body() { reason }: RequestDestructionDto): Promise<KeyDestruction> {
    return this.destructions.request(currentActor(), currentPatient(), reason);
  }

  /** Destroys the patient’s key. What it sealed is unreadable for ever. */
  @Post(':destructionId/confirmation')
  @HttpCode(200)
  @InvalidatesCache()
  @Access({ roles: KEY_DESTROYERS, action: 'execute', resource: 'key-destruction', patient: 'patientId' })
  confirm(@IdParam('destructionId') id: string): Promise<KeyDestruction> {
    return this.destructions.confirm(currentActor(), currentPatient(), id);
  }
}
