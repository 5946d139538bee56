import { Column, DataType, Table } from 'sequelize-typescript';
import { RecordModel } from '../records/record.model.js';

/** One dose given. */
@Table({ tableName: 'vaccinations' })
export class Vaccination extends RecordModel {
  @Column(DataType.TEXT)
  declare cvx: string;

  @Column(DataType.TEXT)
  declare vaccineName: string;

  @Column(DataType.DATEONLY)
  declare administeredOn: string;

  @Column(DataType.TEXT)
  declare lotNumber: string | null;

  @Column(DataType.INTEGER)
  declare doseNumber: number | null;

  @Column(DataType.TEXT)
  declare manufacturer: string | null;

  @Column(DataType.TEXT)
  declare site: string | null;

  @Column(DataType.TEXT)
  declare route: string | null;

  @Column(DataType.TEXT)
  declare provider: string | null;

  @Column(DataType.TEXT)
  declare notes: string | null;
}
