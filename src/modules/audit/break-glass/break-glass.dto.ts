import { IdField, TextField } from '../../../platform/http/fields.js';

/** Whose record is to be opened, and why. */
export class BreakGlassDto {
  @IdField()
  patientId!: string;

  @TextField({ min: 10, max: 500, description: 'why the record is needed now; kept sealed in the audit log' })
  reason!: string;
}
