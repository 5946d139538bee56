import { Column, DataType, Model, Table } from 'sequelize-typescript';

/** A district, school or clinic. `path` leads from the root of its tree to itself. */
@Table({ tableName: 'organizations' })
export class Organization extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.UUID)
  declare parentId: string | null;

  @Column(DataType.TEXT)
  declare name: string;

  @Column(DataType.TEXT)
  declare kind: 'district' | 'school' | 'clinic';

  @Column(DataType.TEXT)
  declare timeZone: string;

  @Column(DataType.ARRAY(DataType.UUID))
  declare path: string[];

  @Column(DataType.DATE)
  declare createdAt: Date;
}
