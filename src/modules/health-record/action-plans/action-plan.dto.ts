import { DateField, TextField } from '../../../platform/http/fields.js';

/** What is to be done when the child meets the allergen. */
export class ActionPlanDto {
  @DateField({ hasHappened: true, description: 'the day the plan was written or last confirmed' })
  declare writtenOn: string;

  @TextField({ max: 4000, description: 'in the order they are done' })
  declare steps: string;
}
