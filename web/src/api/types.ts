/**
 * The dashboard's names for the shapes of the HTTP contract, which `schema.d.ts` holds as the service tells them. Instants are
 * ISO 8601 in UTC, calendar dates `YYYY-MM-DD`; durations of operations in milliseconds, rates and shares from 0 to 1.
 */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** A page of any list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

// People and places
export type Me = Schemas['OwnView'];
export type Role = Me['role'];
export type Organization = Schemas['OrganizationView'];

// Patients and their records
export type Patient = Schemas['PatientView'];
export type PatientIdentity = Schemas['PatientIdentity'];
export type Sex = PatientIdentity['sex'];
export type RecordChange = Schemas['ResourceChange'];
export type Allergy = Schemas['AllergyView'];
export type Severity = Allergy['severity'];
export type ChronicCondition = Schemas['ChronicConditionView'];
export type ConditionStatus = ChronicCondition['status'];
export type Vaccination = Schemas['VaccinationView'];
export type Vaccine = Schemas['Vaccine'];
export type HealthRecord = Schemas['HealthRecordView'];
export type RecordType = HealthRecord['type'];
export type Vital = Schemas['Vital'];
export type Summary = Schemas['PatientSummary'];
export type MeasuredVitals = Schemas['MeasuredVitals'];
export type Trends = Schemas['VitalsView'];
export type Trend = Schemas['Trend'];
export type TrendPoint = Schemas['TrendPoint'];
export type Growth = Schemas['GrowthView'];
export type GrowthMeasurement = Growth['measurements'][number];
export type GrowthValue = Schemas['IndicatorAssessment'];
export type Indicator = {
  [Key in keyof GrowthMeasurement]-?: NonNullable<GrowthMeasurement[Key]> extends GrowthValue ? Key : never;
}[keyof GrowthMeasurement];

// A nurse's file
export type ImportJob = Schemas['ImportView'];
export type ExportJob = Schemas['ExportView'];
export type ImportType = ImportJob['type'];
export type ImportStatus = ImportJob['status'];
export type ImportFault = Schemas['ImportErrorView'];
export type ImportPreview = Schemas['ImportPreview'];
export type SavedMapping = Schemas['SavedMapping'];
export type UndoOutlook = Schemas['UndoOutlook'];
export type KeptRecord = Schemas['KeptRecord'];

// Genomes
export type Genome = Schemas['GenomeView'];
export type GenomeStatus = Genome['status'];
export type UploadedGenome = Schemas['UploadAnswer'];
export type Variant = Schemas['Variant'];
export type GenomeConsent = Schemas['ConsentView'];
export type ConsentScope = GenomeConsent['scope'];
export type Traits = Schemas['TraitsView'];
export type Trait = Schemas['TraitResult'];
export type GenomeComparison = Schemas['ComparisonView'];
export type DoseAlert = Schemas['DoseAlert'];

// Today
export type DashboardStats = Schemas['DashboardStats'];
export type Attention = Schemas['DashboardAlerts']['alerts'][number];
export type AttentionItem = Attention['items'][number];
export type Activity = Schemas['Activity'];
export type DashboardCharts = Schemas['DashboardCharts'];
export type ChartRange = DashboardCharts['range'];
export type Bar = Schemas['Bar'];
export type OpenedRecord = Schemas['ToldOpening'];

// The audit log
export type AuditEvent = Schemas['EventView'];
export type AuditEventWithValues = Schemas['EventWithValues'];
export type Disclosure = Schemas['Disclosure'];
export type Verdict = Schemas['Verdict'];

// Operations
export type Readiness = Schemas['ReadinessView'];
export type HealthStatus = Readiness['status'];
export type Pool = Schemas['PoolView'];
export type PoolSample = Schemas['PoolSample'];
export type OperationsAlert = Schemas['RaisedAlert'];
export type QueryFigures = Schemas['QueryView'];
export type RepeatedQuery = Schemas['RepeatedStatement'];
export type QueryPerformance = Schemas['QueryPerformanceView'];
export type CacheStats = Schemas['CacheStats'];
export type Durations = Schemas['DurationFigures'];
export type TrailState = Schemas['TrailStateView'];
export type Performance = Schemas['PerformanceView'];
export type RouteFigures = Performance['routes'][number];
export type ProcessFigures = Performance['processes'][number];
export type ThreadFigures = Schemas['ThreadPoolStats'];
export type QueueFigures = Schemas['QueueFigures'];
export type DatabaseFigures = Schemas['DatabaseView'];
export type ScalingTrigger = Schemas['ScalingTrigger'];
