/** The shapes of the HTTP contract that the dashboard reads; instants are ISO 8601 in UTC, calendar dates `YYYY-MM-DD`. */

export type Role = 'nurse' | 'clinician' | 'receptionist' | 'org-admin' | 'patient' | 'auditor' | 'ops' | 'superadmin';

export interface Me {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  organizationId: string;
  organizationName?: string;
  timeZone?: string;
  patientId?: string | null;
}

/** A school, clinic or district. */
export interface Organization {
  id: string;
  parentId: string | null;
  name: string;
  kind: string;
  timeZone: string;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface Patient {
  id: string;
  mrn: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  sex: Sex;
  grade?: string | null;
  email?: string | null;
  phone?: string | null;
  address?: string | null;
  guardian?: { name: string; relationship?: string | null; phone?: string | null; email?: string | null } | null;
  organizationId: string;
  organizationName?: string;
}

/** What every record of a patient has, whatever its kind. */
export interface RecordBase {
  id: string;
  version?: number;
  patientId?: string;
  createdAt?: string;
  updatedAt?: string;
  notes?: string | null;
}

/** One change of a record: who made it, and the values before and after; null where there are none, or none any more. */
export interface RecordChange {
  at: string;
  action: string;
  by: { id: string | null; displayName: string | null; role: string | null };
  previous: Record<string, unknown> | null;
  next: Record<string, unknown> | null;
}

export type Severity = 'UNKNOWN' | 'MILD' | 'MODERATE' | 'SEVERE' | 'LIFE_THREATENING';

export interface Allergy extends RecordBase {
  allergen: string;
  code?: string | null;
  severity: Severity;
  reaction?: string | null;
  onsetDate?: string | null;
  active: boolean;
}

export type ConditionStatus = 'ACTIVE' | 'REMISSION' | 'RESOLVED';

export interface ChronicCondition extends RecordBase {
  code?: string | null;
  codeSystem?: string | null;
  name: string;
  status: ConditionStatus;
  severity?: string | null;
  onsetDate?: string | null;
  resolvedDate?: string | null;
}

export interface Vaccination extends RecordBase {
  cvx: string;
  vaccineName: string;
  administeredOn: string;
  lotNumber?: string | null;
  doseNumber?: number | null;
  manufacturer?: string | null;
  site?: string | null;
  route?: string | null;
  provider?: string | null;
}

/** A code of CDC's CVX set. */
export interface Vaccine {
  cvx: string;
  name: string;
  status: string;
}

export interface Vital {
  heightCm?: number | null;
  weightKg?: number | null;
  headCircumferenceCm?: number | null;
  temperatureC?: number | null;
  systolic?: number | null;
  diastolic?: number | null;
  heartRate?: number | null;
  respiratoryRate?: number | null;
  spo2?: number | null;
}

export type RecordType = 'CHECKUP' | 'ILLNESS' | 'INJURY' | 'SCREENING' | 'VITALS' | 'MEDICATION' | 'INCIDENT' | 'NOTE';

export interface HealthRecord extends RecordBase {
  type: RecordType;
  occurredAt: string;
  description: string;
  provider?: string | null;
  confidential?: boolean;
  vital?: Vital | null;
}

export interface RecentVital extends Vital {
  id?: string;
  recordId?: string;
  occurredAt?: string;
  measuredAt?: string;
  vital?: Vital | null;
}

export interface Summary {
  patient: Patient;
  allergies: Allergy[];
  chronicConditions: ChronicCondition[];
  vaccinations: Vaccination[];
  recentVitals: RecentVital[];
  recordCounts: Record<string, number>;
  generatedAt: string;
}

/** One reading; `expected` is the range of that age, `bands` the percentiles of that age, sex and height. */
export interface TrendPoint {
  recordId: string;
  measuredAt: string;
  value?: number;
  systolic?: number;
  diastolic?: number;
  isAbnormal: boolean;
  expected?: { low?: number; high?: number };
  class?: string;
  bands?: Record<'systolic' | 'diastolic', { p50: number; p90: number; p95: number }>;
}

/** One vital sign, oldest reading first, thinned by the service. */
export interface Trend {
  kind: string;
  unit: string;
  totalPoints: number;
  points: TrendPoint[];
}

export interface Trends {
  series: Trend[];
  isTruncated: boolean;
}

export interface GrowthValue {
  value: number;
  unit: string;
  zScore?: number | null;
  percentile?: number | null;
  modifiedZScore?: number | null;
  flags: string[];
}

export type Indicator = 'heightForAge' | 'weightForAge' | 'bmiForAge' | 'headCircumferenceForAge' | 'weightForLength';

export type GrowthMeasurement = {
  recordId: string;
  measuredAt: string;
  ageMonths: number;
} & Partial<Record<Indicator, GrowthValue | null>>;

export interface Growth {
  reference: 'cdc' | 'who';
  measurements: GrowthMeasurement[];
}

export type ImportType = 'patients' | 'allergies' | 'chronic-conditions' | 'vaccinations' | 'health-records';

export type ImportStatus =
  | 'queued'
  | 'processing'
  | 'completed'
  | 'completed-with-errors'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

export interface ImportJob {
  id: string;
  type: ImportType;
  status: ImportStatus;
  dryRun?: boolean;
  totalRows: number | null;
  processedRows: number;
  insertedRows: number;
  duplicateRows: number;
  rejectedRows: number;
  createdAt?: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  rowsPerSecond?: number | null;
  error?: { code: string; detail: string };
  undo?: { undoneAt: string; undoneRows: number; keptRows: number };
}

/** What taking an import back would do now. */
export interface UndoOutlook {
  isPossible: boolean;
  undoneRows: number;
  keptRows: number;
  /** Rows of later imports that were there already: facts among them may go with this import. */
  laterDuplicateRows: number;
}

/** A record that stays when its import is taken back, since somebody has worked with it. */
export interface KeptRecord {
  recordId: string;
  patientId: string;
  mrn: string | null;
  reason: 'merged' | 'retired' | 'changed' | 'in-use';
}

/** A mapping that is kept under a name. */
export interface SavedMapping {
  id: string;
  name: string;
  mapping: Record<string, string>;
  dateFormat: 'iso' | 'mdy' | 'dmy';
}

export interface ImportFault {
  row: number;
  column: string | null;
  code: string;
  message: string;
}

/** What an import of a file would make of its first rows; nothing of it is kept. */
export interface ImportPreview {
  /** The file's columns with the field that each feeds, null where none. */
  columns: { name: string; field: string | null }[];
  /** The service's guess for columns that feed no field yet. */
  suggestedMapping: Record<string, string>;
  savedMapping: SavedMapping | null;
  /** Of a workbook, which sheet this is, and which there are. */
  sheet: { name: string; sheets: string[] } | null;
  /** What must be put right before the file can be imported. */
  problems: { path: string; code: string; message: string }[];
  rows: { row: number; cells: string[] }[];
  /** What would be rejected among these rows, with the suggested mapping where one is needed. */
  rejected: ImportFault[];
}
