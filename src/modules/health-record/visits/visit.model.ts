import { Column, DataType, Table } from 'sequelize-typescript';
import { RecordModel } from '../records/record.model.js';
import type { HealthRecordType, Vital } from './visit.rules.js';

/** A visit to the nurse or clinic, with what was measured. */
@Table({ tableName: 'health_records' })
export class Visit extends RecordModel {
  @Column(DataType.TEXT)
  declare type: HealthRecordType;

  @Column(DataType.DATE)
  declare occurredAt: Date;

  @Column(DataType.TEXT)
  declare description: string;

  @Column(DataType.TEXT)
  declare provider: string | null;

  @Column(DataType.TEXT)
  declare notes: string | null;

  @Column(DataType.BLOB)
  declare notesSealed: Buffer | null;

  @Column(DataType.BOOLEAN)
  declare confidential: boolean;

  @Column(DataType.JSONB)
  declare vital: Vital | null;
}
