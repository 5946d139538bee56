/** What `/dashboard/*` answers for the person's organizations, by their own calendar. */

export interface DashboardStats {
  today: string;
  generatedAt: string;
  patients: { total: number; newThisMonth: number };
  allergies: { active: number; bySeverity: Record<string, number> };
  chronicConditions: { total: number; byStatus: Record<string, number> };
  visits: { today: number; thisWeek: number; lastWeek: number };
  vaccinations: { last30Days: number };
  imports: { running: number };
}

/** One thing to look at; which fields it has depends on the kind. */
export interface AttentionItem {
  patientId?: string;
  givenName?: string;
  familyName?: string;
  allergen?: string;
  name?: string;
  reviewedAt?: string;
  recordId?: string;
  occurredAt?: string;
  readings?: { vital: string; value: number; low: number | null; high: number | null }[];
  importId?: string;
  type?: string;
  rejectedRows?: number;
  totalRows?: number;
}

/** `count` says how many there are; `items` holds the first. */
export interface Attention {
  kind: string;
  count: number;
  items: AttentionItem[];
}

/** A record that a clinician of another organization opened in an emergency. */
export interface OpenedRecord {
  id: string;
  userName: string;
  userOrganizationName: string;
  patientId: string;
  givenName: string;
  familyName: string;
  grantedAt: string;
  expiresAt: string;
  reason: string | null;
}

export interface Activity {
  kind: string;
  id: string;
  at: string;
  label: string;
  patientId: string;
  givenName: string;
  familyName: string;
  importId: string | null;
}

export type ChartRange = 'week' | 'month' | 'quarter' | 'year';

export interface Bar {
  from: string;
  total: number;
  byType: Record<string, number>;
}

export interface DashboardCharts {
  range: ChartRange;
  by: 'day' | 'week' | 'month';
  from: string;
  to: string;
  visits: Bar[];
  vaccinations: Bar[];
}
