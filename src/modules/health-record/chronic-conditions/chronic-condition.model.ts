import { Column, DataType, Table } from 'sequelize-typescript';
import { RecordModel } from '../records/record.model.js';
import type { ConditionStatus } from './chronic-condition.rules.js';

/** A condition that lasts, or came back. */
@Table({ tableName: 'chronic_conditions' })
export class ChronicCondition extends RecordModel {
  @Column(DataType.TEXT)
  declare code: string | null;

  @Column(DataType.TEXT)
  declare codeSystem: string | null;

  @Column(DataType.TEXT)
  declare name: string;

  @Column(DataType.TEXT)
  declare status: ConditionStatus;

  @Column(DataType.TEXT)
  declare severity: string | null;

  @Column(DataType.DATEONLY)
  declare onsetDate: string | null;

  @Column(DataType.DATEONLY)
  declare resolvedDate: string | null;

  @Column(DataType.TEXT)
  declare notes: string | null;
}
