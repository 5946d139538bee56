import { IdField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/paging.dto.js';

export class DuplicatesQuery extends PageQuery {
  @IdField({ optional: true, description: 'only patients of this organization and those under it' })
  declare organizationId?: string;
}

export class OtherPatientDto {
  @IdField()
  declare patientId: string;
}
