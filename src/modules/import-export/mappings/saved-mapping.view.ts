import type { DateFormat } from '../row-parsers/dates.rules.js';
import type { ColumnMapping } from '../row-parsers/header.rules.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';

/** A mapping that is kept, as the API shows it. */
export interface SavedMapping {
  id: string;
  organizationId: string;
  type: ImportType;
  name: string;
  mapping: ColumnMapping;
  dateFormat: DateFormat;
  createdAt: string;
}
