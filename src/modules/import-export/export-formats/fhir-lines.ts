import type { ExportType } from '../exports/export.rules.js';
import { fhirAllergy, type AllergyLine, fhirCondition, type ConditionLine } from '../fhir/fhir-records.rules.js';
import { fhirImmunization, type VaccinationLine } from '../fhir/fhir-records.rules.js';
import type { Element } from '../fhir/fhir.rules.js';
import { fhirVisit, type VisitLine } from '../fhir/fhir-visits.rules.js';

type ResourcesOf = (line: string) => readonly (Element | undefined)[];

/** The FHIR resources of a record, from its line of NDJSON. */
export const FHIR_RESOURCES: Readonly<Record<Exclude<ExportType, 'patients'>, ResourcesOf>> = {
  allergies: (line) => [fhirAllergy(JSON.parse(line) as AllergyLine)],
  'chronic-conditions': (line) => [fhirCondition(JSON.parse(line) as ConditionLine)],
  vaccinations: (line) => [fhirImmunization(JSON.parse(line) as VaccinationLine)],
  'health-records': (line) => fhirVisit(JSON.parse(line) as VisitLine),
};

/**
 * Turns lines of records into lines of resources, block by block as they come; `count` hears how many lines that made. Memory is
 * a block and the line that its end cuts.
 */
export async function* fhirLines(
  source: AsyncIterable<Uint8Array>,
  resourcesOf: ResourcesOf,
  count: (lines: number) => void,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const block of source) {
    const lines = (rest + decoder.decode(block, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    const written = lines.flatMap((line) => resourcesOf(line)).map((resource) => `${JSON.stringify(resource)}\n`);
    count(written.length);
    if (written.length > 0) yield Buffer.from(written.join(''));
  }
}
