import { IntersectionType } from '../../../platform/http/mapped-types.js';
import { AUDIT_ACTIONS, OUTCOMES } from '../events/audit-event.js';
import { BooleanField, EnumField, IdField, InstantField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';

/** Which events: every condition given must hold. */
export interface EventFilter {
  patientId?: string;
  actorId?: string;
  action?: string;
  resourceType?: string;
  outcome?: string;
  /** Only what was seen or done behind broken glass. */
  breakGlass?: boolean;
  /** From this instant on. */
  from?: string;
  /** Before this instant. */
  to?: string;
}

const RESOURCE = /^[a-z][a-z0-9-]{0,63}$/;

/** The filter as it comes in. */
export class EventFilterDto implements EventFilter {
  @IdField({ optional: true, description: 'whose record' })
  patientId?: string;

  @IdField({ optional: true, description: 'who' })
  actorId?: string;

  @EnumField(AUDIT_ACTIONS, { optional: true })
  action?: string;

  @TextField({ max: 64, optional: true, pattern: RESOURCE, hint: 'must be a kind of resource, such as allergy' })
  resourceType?: string;

  @EnumField(OUTCOMES, { optional: true })
  outcome?: string;

  @BooleanField({ optional: true, description: 'only what was seen or done behind broken glass' })
  breakGlass?: boolean;

  @InstantField({ optional: true, description: 'from this instant on' })
  from?: string;

  @InstantField({ optional: true, description: 'before this instant' })
  to?: string;
}

/** The query of the event search. */
export class EventQueryDto extends IntersectionType(EventFilterDto, PageQuery) {}
