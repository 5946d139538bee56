import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { KeySet } from '../../../platform/crypto/key-set.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import { copyLine } from '../../../platform/database/copy.js';
import { contactPlace, NO_CONTACT } from '../../patients/index.js';
import type { CellValue } from '../row-parsers/cell.rules.js';
import { PATIENT_AT as AT } from '../row-parsers/patients.rules.js';
import { arrayLiteral, type Candidate, type ImportTarget, type Origin } from './import-target.js';

const KNOWN_SQL = `
SELECT (k.n - 1)::int AS at
  FROM unnest($2::text[]) WITH ORDINALITY AS k (mrn, n)
 CROSS JOIN LATERAL (
       SELECT FROM patients p WHERE p.organization_id = $1 AND p.mrn = k.mrn LIMIT 1) AS known`;

/** Patients, each with a key of its own and the contact sealed under it. */
export class PatientTarget implements ImportTarget {
  readonly type = 'patients';
  readonly resource = 'patient';
  readonly tables = [
    {
      table: 'patients',
      columns: [
        'id',
        'organization_id',
        'mrn',
        'given_name',
        'family_name',
        'birth_date',
        'sex',
        'grade',
        'contact_sealed',
        'email_index',
        'phone_index',
        'import_id',
        'created_by',
      ],
    },
    { table: 'patient_keys', columns: ['patient_id', 'version', 'wrapped_key', 'kek_id'] },
  ];

  constructor(
    private readonly keys: PatientKeys,
    private readonly blindIndex: BlindIndex,
  ) {}

  factOf(values: readonly CellValue[]): string {
    return String(values[AT.mrn]);
  }

  known(candidates: readonly Candidate[], { organizationId }: Origin): ReturnType<ImportTarget['known']> {
    const mrns = arrayLiteral(candidates.map(({ values }) => values[AT.mrn] ?? null));
    return { sql: KNOWN_SQL, values: [organizationId, mrns] };
  }

  linesOf({ patientId, values }: Candidate, origin: Origin): string[] {
    const { keys, rows } = this.keys.generate([patientId]);
    const { mrn, given_name: given, family_name: family, birth_date: birth, sex, grade } = AT;
    const cells = [mrn, given, family, birth, sex, grade].map((position) => values[position] ?? null);
    const contact = this.contactOf(new KeySet(keys), patientId, values, origin);
    return [
      copyLine([patientId, origin.organizationId, ...cells, ...contact, origin.importId, origin.createdBy]),
      rows.map((row) => copyLine([row.patientId, row.version, row.wrappedKey, row.kekId])).join(''),
    ];
  }

  private contactOf(
    keys: KeySet,
    patientId: string,
    values: readonly CellValue[],
    { organizationId }: Origin,
  ): [sealed: Buffer | null, email: Buffer | null, phone: Buffer | null] {
    const [email, phone] = [values[AT.email] ?? null, values[AT.phone] ?? null] as [string | null, string | null];
    if (email === null && phone === null) return [null, null, null];
    const sealed = keys.seal(contactPlace(patientId, organizationId), JSON.stringify({ ...NO_CONTACT, email, phone }));
    return [
      sealed,
      email === null ? null : this.blindIndex.email(email),
      phone === null ? null : this.blindIndex.phone(phone),
    ];
  }
}
