import { EnumField } from '../../../platform/http/fields.js';
import { EventFilterDto } from '../reading/event-filter.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.js';

/** Which events to send out, and how. */
export class AuditExportDto extends EventFilterDto {
  @EnumField([...EXPORT_FORMATS, 'proof'], {
    description:
      'csv and ndjson as the search shows events; fhir: AuditEvent resources, one a line; proof: a tar with what verifies them, without us',
  })
  format!: ExportFormat | 'proof';
}
