import { Column, DataType, Model, Table } from 'sequelize-typescript';
import type { Sex } from './patient.rules.js';

/** A person whose health record is kept. Contact data stands in one sealed value; see patient-contact.ts. */
@Table({ tableName: 'patients' })
export class Patient extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.UUID)
  declare organizationId: string;

  @Column(DataType.TEXT)
  declare mrn: string;

  @Column(DataType.TEXT)
  declare givenName: string;

  @Column(DataType.TEXT)
  declare familyName: string;

  @Column(DataType.DATEONLY)
  declare birthDate: string;

  @Column(DataType.TEXT)
  declare sex: Sex;

  @Column(DataType.TEXT)
  declare grade: string | null;

  @Column(DataType.BLOB)
  declare contactSealed: Buffer | null;

  @Column(DataType.BLOB)
  declare emailIndex: Buffer | null;

  @Column(DataType.BLOB)
  declare phoneIndex: Buffer | null;

  @Column(DataType.BLOB)
  declare guardianPhoneIndex: Buffer | null;

  @Column(DataType.UUID)
  declare mergedInto: string | null;

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
