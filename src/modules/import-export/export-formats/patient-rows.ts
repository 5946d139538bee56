import { KeySet } from '../../../platform/crypto/key-set.js';
import type { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import type { SnapshotReader } from '../../../platform/database/snapshot-reader.js';
import { contactPlace, NO_CONTACT, type PatientContact, type PatientView } from '../../patients/index.js';
import { csvLine } from '../csv/csv-writer.rules.js';
import type { ExportFormat } from '../exports/export.rules.js';
import { fhirPatient } from '../fhir/fhir-patient.rules.js';
import { PATIENT_ROWS } from '../row-parsers/patients.rules.js';
import { type ExportDays, instantsSql } from './export-days.js';
import { headOf } from './head.rules.js';
import { type PatientRange, rangeSql } from './patient-range.js';
import type { RowPage, RowSource } from './row-source.js';

/** Patients opened at a time; their keys come in one statement. */
const BATCH = 500;
/** Most of a page: each costs two unsealings, some 25 us, and the page's rows wait in memory. */
const PATIENTS_MAX = 2000;

type SealedPatient = Omit<PatientView, keyof PatientContact> & { contactSealed: Buffer | null } & Record<
    string,
    unknown
  >;

/** Patients with their contact data, which lie sealed under the key of each and are opened here. */
export class PatientRows implements RowSource {
  readonly head: string;
  readonly maxPatients = PATIENTS_MAX;
  private readonly lineOf: (patient: PatientView) => string;

  constructor(
    format: ExportFormat,
    private readonly days: ExportDays,
    private readonly keys: PatientKeys,
  ) {
    this.head = headOf(
      format,
      PATIENT_ROWS.fields.map(({ name }) => name),
    );
    this.lineOf = LINES[format];
  }

  page(reader: SnapshotReader, range: PatientRange): RowPage {
    let rows = 0;
    const count = (more: number): void => void (rows += more);
    return { bytes: this.lines(reader, range, count), rows: () => rows };
  }

  async patients(reader: SnapshotReader, range: PatientRange): Promise<string[]> {
    const found = await reader.query<{ id: string }>(`SELECT id FROM patients WHERE ${this.condition(range)}`);
    return found.map(({ id }) => id);
  }

  private async *lines(
    reader: SnapshotReader,
    range: PatientRange,
    count: (rows: number) => void,
  ): AsyncGenerator<Buffer> {
    const found = await reader.query<SealedPatient>(
      `SELECT id, organization_id AS "organizationId", mrn, given_name AS "givenName", family_name AS "familyName",
              birth_date AS "birthDate", sex, grade, contact_sealed AS "contactSealed", version,
              iso_instant(created_at) AS "createdAt", iso_instant(updated_at) AS "updatedAt"
         FROM patients WHERE ${this.condition(range)} ORDER BY organization_id, id`,
    );
    for (let at = 0; at < found.length; at += BATCH) {
      const batch = found.slice(at, at + BATCH);
      const sealed = batch.filter(({ contactSealed }) => contactSealed !== null);
      const keys = await this.keys.load(sealed.map(({ id }) => id));
      yield Buffer.from(batch.map((patient) => this.lineOf(opened(patient, keys))).join(''));
      count(batch.length);
    }
  }

  private condition(range: PatientRange): string {
    return rangeSql(range) + instantsSql('created_at', this.days);
  }
}

const LINES: Readonly<Record<ExportFormat, (patient: PatientView) => string>> = {
  csv: (patient) => csvLine(cellsOf(patient), '\n'),
  ndjson: (patient) => `${JSON.stringify(patient)}\n`,
  fhir: (patient) => `${JSON.stringify(fhirPatient(patient))}\n`,
  xlsx: (patient) => `${JSON.stringify(cellsOf(patient))}\n`,
};

/** The columns of an import of patients. */
function cellsOf(patient: PatientView): (string | null)[] {
  const { mrn, givenName, familyName, birthDate, sex, grade, email, phone } = patient;
  return [mrn, givenName, familyName, birthDate, sex, grade, email, phone];
}

/** With the contact data, which are gone where the patient's key was destroyed. */
function opened({ contactSealed, version, createdAt, updatedAt, ...who }: SealedPatient, keys: KeySet): PatientView {
  const { id, organizationId } = who;
  const contact =
    contactSealed === null || keys.isDestroyed(id)
      ? NO_CONTACT
      : (JSON.parse(keys.open(contactPlace(id, organizationId), contactSealed).toString('utf8')) as PatientContact);
  return { ...who, ...NO_CONTACT, ...contact, version, createdAt, updatedAt };
}
