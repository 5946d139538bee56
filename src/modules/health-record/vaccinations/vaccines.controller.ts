import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { IntegerField, TextField } from '../../../platform/http/fields.js';
import { CARE_TEAM } from '../../patients/patient.rules.js';
import { findVaccines, type Vaccine } from './cvx.rules.js';

export class VaccinesQuery {
  @TextField({ max: 100, min: 0, optional: true, description: 'a part of the name, or the first digits of the code' })
  q: string = '';

  @IntegerField({ min: 1, max: 300, optional: true })
  limit: number = 20;
}

/** The CVX code set, for the form that records a dose. */
@Controller('vaccines')
export class VaccinesController {
  /** Vaccines whose name or code holds what was typed. */
  @Get()
  @Access({ roles: CARE_TEAM, action: 'list', resource: 'vaccine' })
  find(@Query() { q, limit }: VaccinesQuery): { items: Vaccine[]; nextCursor: null } {
    return { items: findVaccines(q, limit), nextCursor: null };
  }
}
