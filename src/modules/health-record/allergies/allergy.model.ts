import { Column, DataType, Table } from 'sequelize-typescript';
import { RecordModel } from '../records/record.model.js';
import type { AllergySeverity } from './allergy.rules.js';

/** A substance that harms the patient. */
@Table({ tableName: 'allergies' })
export class Allergy extends RecordModel {
  @Column(DataType.TEXT)
  declare allergen: string;

  @Column(DataType.TEXT)
  declare code: string | null;

  @Column(DataType.TEXT)
  declare severity: AllergySeverity;

  @Column(DataType.TEXT)
  declare reaction: string | null;

  @Column(DataType.DATEONLY)
  declare onsetDate: string | null;

  @Column(DataType.BOOLEAN)
  declare active: boolean;

  @Column(DataType.TEXT)
  declare notes: string | null;
}
