import { Column, DataType, Model, Table } from 'sequelize-typescript';
import type { Role } from '../../platform/access/actor.js';

/** A person who signs in. A `patient` user is the patient of `patientId`. */
@Table({ tableName: 'users' })
export class User extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.UUID)
  declare organizationId: string;

  @Column(DataType.UUID)
  declare patientId: string | null;

  @Column(DataType.TEXT)
  declare email: string;

  @Column(DataType.TEXT)
  declare displayName: string;

  @Column(DataType.TEXT)
  declare role: Role;

  @Column(DataType.TEXT)
  declare passwordHash: string;

  @Column(DataType.DATE)
  declare disabledAt: Date | null;

  @Column(DataType.DATE)
  declare createdAt: Date;
}
