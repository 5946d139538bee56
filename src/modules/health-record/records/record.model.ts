import { Column, DataType, Model } from 'sequelize-typescript';

/** The columns that every record of a patient has. */
export class RecordModel extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.UUID)
  declare patientId: string;

  @Column(DataType.UUID)
  declare importId: string | null;

  @Column(DataType.INTEGER)
  declare version: number;

  @Column(DataType.UUID)
  declare createdBy: string | null;

  @Column(DataType.DATE)
  declare createdAt: Date;

  @Column(DataType.DATE)
  declare updatedAt: Date;

  @Column(DataType.DATE)
  declare retiredAt: Date | null;
}
