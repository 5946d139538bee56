import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../../../platform/access/access.decorator.js';
import { TrailState, type TrailStateView } from '../../audit/index.js';
import { FOR_OPERATORS } from '../operators.js';

/** How the audit trail is kept, for operators. */
@Controller('health/audit')
@Access(FOR_OPERATORS)
export class AuditStateController {
  constructor(private readonly trail: TrailState) {}

  /** Whether the audit trail has room for the months to come, what left it, and when it was sealed and verified. */
  @Get()
  @Header('Cache-Control', 'no-store')
  read(): Promise<TrailStateView> {
    return this.trail.read();
  }
}
