import { TextField } from '../../platform/http/fields.js';

/** Why a patient's key is to be destroyed, in words that tell nothing of the patient's health. */
export class RequestDestructionDto {
  @TextField({ max: 500, description: 'why, in words that tell nothing of the patient’s health' })
  declare reason: string;
}
