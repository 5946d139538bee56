import type { ImportType } from '../import-export/row-parsers/row-type.rules.js';
import type { AllergySeverity } from '../health-record/allergies/allergy.rules.js';
import type { ConditionStatus } from '../health-record/chronic-conditions/chronic-condition.rules.js';
import type { HealthRecordType, VitalName } from '../health-record/visits/visit.rules.js';
import type { ChartRange, ChartStep } from './calendar.rules.js';

/** How many of what, and what happened today and this week, by the organization's own calendar. */
export interface DashboardStats {
  organizationId: string;
  timeZone: string;
  /** @format date */
  today: string;
  generatedAt: string;
  patients: { total: number; newThisMonth: number };
  /** A severity that nobody has is left out. */
  allergies: { active: number; bySeverity: Partial<Record<AllergySeverity, number>> };
  chronicConditions: { total: number; byStatus: Partial<Record<ConditionStatus, number>> };
  visits: {
    today: number;
    thisWeek: number;
    lastWeek: number;
    thisWeekByType: Partial<Record<HealthRecordType, number>>;
  };
  vaccinations: { last30Days: number };
  imports: { running: number };
}

/** Who needs attention. */
interface PatientToAttend {
  patientId: string;
  givenName: string;
  familyName: string;
  organizationId: string;
}

/** An allergy that can kill, of which nothing says what to do. */
export interface AllergyWithoutPlan extends PatientToAttend {
  allergyId: string;
  allergen: string;
}

/** A reading outside of what is expected at the child's age; a limit that is not there is null. */
export interface AbnormalReading {
  vital: VitalName;
  value: number;
  low: number | null;
  high: number | null;
}

/** A visit of this week with such readings. */
export interface AbnormalVitals extends PatientToAttend {
  recordId: string;
  occurredAt: string;
  readings: AbnormalReading[];
}

/** An active condition that nobody has touched for a year. */
export interface ConditionWithoutReview extends PatientToAttend {
  conditionId: string;
  name: string;
  reviewedAt: string;
}

/** An import of the last 30 days that rejected rows. */
export interface ImportWithRejectedRows {
  importId: string;
  type: ImportType;
  rejectedRows: number;
  totalRows: number;
  finishedAt: string;
  organizationId: string;
}

/** A patient's record that somebody from outside opened in an emergency, which no administrator has taken note of. */
export interface RecordOpenedFromOutside extends PatientToAttend {
  grantId: string;
  grantedAt: string;
  userName: string;
}

/** All of one kind: `items` holds the first, `count` says how many there are, at most 1,000 (`isCapped`). */
interface AlertList<Kind extends string, Item> {
  kind: Kind;
  count: number;
  isCapped: boolean;
  items: Item[];
}

/** What calls for attention, the most urgent kind first. */
export interface DashboardAlerts {
  alerts: (
    | AlertList<'life-threatening-allergy-without-plan', AllergyWithoutPlan>
    | AlertList<'abnormal-vitals', AbnormalVitals>
    | AlertList<'condition-without-review', ConditionWithoutReview>
    | AlertList<'import-with-rejected-rows', ImportWithRejectedRows>
    | AlertList<'record-opened-from-outside', RecordOpenedFromOutside>
  )[];
}

/** Something that was recorded. */
export interface Activity {
  kind: 'health-record' | 'vaccination' | 'allergy' | 'chronic-condition';
  id: string;
  at: string;
  /** The type of a visit, or the name of what was recorded. */
  label: string;
  patientId: string;
  givenName: string;
  familyName: string;
  /** @format uuid */
  recordedBy: string | null;
  importId: string | null;
}

/** What was recorded lately, the newest first. */
export interface RecentActivity {
  items: Activity[];
}

/** One bar of a chart: its first day, and what it counts. */
export interface Bar {
  /** @format date */
  from: string;
  total: number;
  byType: Record<string, number>;
}

/** Visits and vaccinations by day, week or month in the organization's time zone; empty bars are there too. */
export interface DashboardCharts {
  range: ChartRange;
  by: ChartStep;
  timeZone: string;
  /** @format date */
  from: string;
  /** @format date */
  to: string;
  visits: Bar[];
  vaccinations: Bar[];
}
