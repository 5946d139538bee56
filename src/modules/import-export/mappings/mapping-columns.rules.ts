import { validationFailed } from '../../../platform/http/problem.js';
import type { ColumnMapping } from '../row-parsers/header.rules.js';

/** As many as a file may have columns. */
const COLUMNS_MAX = 500;
const TEXT_MAX = 500;

/**
 * A mapping that came with a request. `__proto__` is a column's name like any other, so the result has no prototype.
 * @throws Problem 400
 */
export function columnMappingOf(given: unknown): ColumnMapping {
  const entries =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : undefined;
  const isText = (text: unknown): boolean => typeof text === 'string' && text.length <= TEXT_MAX;
  if (!entries?.every((entry): entry is [string, string] => entry.every((text) => isText(text)))) {
    throw fault('must be a JSON object of column names and field names, such as {"BIRTHDATE":"birth_date"}');
  }
  if (entries.length > COLUMNS_MAX) throw fault(`must have at most ${COLUMNS_MAX} columns`);
  return Object.assign(Object.create(null), Object.fromEntries(entries)) as ColumnMapping;
}

function fault(message: string): Error {
  return validationFailed([{ path: 'mapping', message }]);
}
