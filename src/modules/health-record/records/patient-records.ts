import type { PatientInReach } from '../../../platform/access/access-facts.js';
import type { Actor } from '../../../platform/access/actor.js';
import type { LoadedBody } from '../../../platform/cache/index.js';
import type { Page } from '../../../platform/database/keyset.js';
import { newId } from '../../../platform/database/new-id.js';
import { uniqueViolation } from '../../../platform/database/transient-errors.js';
import { requireVersion } from '../../../platform/http/entity-tag.js';
import type { PageQuery } from '../../../platform/http/paging.dto.js';
import { conflict, notFound, type Problem } from '../../../platform/http/problem.js';
import type { ResourceChange } from '../../audit/index.js';
import { newRecord } from './new-record.js';
import { viewOf, type RecordKind, type RecordView, type StoredRow } from './record-kind.js';
import type { ListFilter } from './record-list.repository.js';
import type { RecordKeeping } from './record-keeping.js';
import type { RecordModel } from './record.model.js';

type Values = Record<string, unknown>;

/**
 * What is done with a patient's allergies, conditions, vaccinations and visits alike: record, correct, retire, restore, read, list.
 * Each write is one unit of work whose audit event holds what stood there before; nothing is ever overwritten silently or
 * deleted. A kind overrides how its values become columns and how its rows become views, where that is not one to one.
 */
export abstract class PatientRecords<Row extends RecordModel, View extends RecordView> {
  protected constructor(
    private readonly model: typeof RecordModel,
    private readonly kind: RecordKind<View>,
    protected readonly keeping: RecordKeeping,
  ) {}

  /** A page of the records that are not retired, as finished JSON. */
  list(patient: PatientInReach, query: PageQuery, filter?: ListFilter): Promise<LoadedBody<Page<View>>> {
    return this.keeping.lists.page(this.kind, patient, query, filter);
  }

  /** @throws Problem 404 when the patient has no such record, or it is retired */
  async read(patient: PatientInReach, id: string): Promise<View> {
    return this.view(await this.current(patient, id), patient);
  }

  /** @throws Problem 409 when the same fact is already recorded, 404 when the patient was merged into another meanwhile */
  record(actor: Actor, patient: PatientInReach, values: object): Promise<View> {
    return this.keeping.unitOfWork.run(async () => {
      const id = newId();
      const now = new Date();
      const kept = { id, patientId: patient.id, version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now };
      const columns = { ...(await this.columnsOf(id, patient, { ...values }, undefined)), ...kept };
      this.keeping.unitOfWork.beforeCommit(() => [newRecord(this.kind, this.model, patient, columns)]);
      const view = await this.view({ get: (name) => columns[name as keyof typeof columns] }, patient);
      this.keeping.audit.within({
        action: 'create',
        resource: this.kind.resource,
        resourceId: id,
        patient,
        next: view,
      });
      return view;
    });
  }

  /** @throws Problem 412 when `ifMatch` is not the current version, 409 when the change makes it the same as another */
  correct(patient: PatientInReach, id: string, changes: object, ifMatch?: number): Promise<View> {
    return this.refusingDuplicates(async () => {
      const row = await this.current(patient, id, true);
      requireVersion(ifMatch, row.version);
      const previous = await this.view(row, patient);
      row.set(await this.columnsOf(id, patient, { ...changes }, previous));
      row.set({ version: row.version + 1, updatedAt: new Date() });
      await row.save({ returning: false });
      const view = await this.view(row, patient);
      this.keeping.audit.within({
        action: 'update',
        resource: this.kind.resource,
        resourceId: id,
        patient,
        previous,
        next: view,
      });
      return view;
    });
  }

  /** Takes a record out of use; it stays in the database and in the audit log. */
  async retire(patient: PatientInReach, id: string, ifMatch?: number): Promise<void> {
    await this.keeping.unitOfWork.run(async () => {
      const row = await this.current(patient, id, true);
      requireVersion(ifMatch, row.version);
      const previous = await this.view(row, patient);
      row.set({ version: row.version + 1, updatedAt: new Date(), retiredAt: new Date() });
      await row.save({ returning: false });
      this.keeping.audit.within({ action: 'retire', resource: this.kind.resource, resourceId: id, patient, previous });
    });
  }

  /**
   * Puts a retired record back into use, as it was when it was retired.
   * @throws Problem 404 when the patient has no such record, 409 when it is in use, or when the same fact was recorded since,
   *   412 when `ifMatch` is not its version as a retired record
   */
  restore(patient: PatientInReach, id: string, ifMatch?: number): Promise<View> {
    return this.refusingDuplicates(async () => {
      await this.keeping.patients.holdUnmerged(patient);
      const row = await this.kept(patient, id);
      if (row.retiredAt === null) throw conflict('This record is not retired.');
      requireVersion(ifMatch, row.version);
      row.set({ version: row.version + 1, updatedAt: new Date(), retiredAt: null });
      await row.save({ returning: false });
      const view = await this.view(row, patient);
      this.keeping.audit.within({
        action: 'restore',
        resource: this.kind.resource,
        resourceId: id,
        patient,
        next: view,
      });
      return view;
    });
  }

  /**
   * How a record, retired or not, came to be what it is: its changes, the newest first. What an import brought in has
   * no event of its own; the audit log then tells the import.
   */
  async history(patient: PatientInReach, id: string): Promise<ResourceChange[]> {
    if (!(await this.model.findOne({ where: { id, patientId: patient.id }, attributes: ['id'] }))) throw this.absent();
    return this.keeping.history.of(patient, this.kind.resource, id);
  }

  /** The columns that `values` of a request stand for; `previous` is the view before a correction. */
  protected columnsOf(
    _id: string,
    _patient: PatientInReach,
    values: Values,
    _previous?: View,
  ): Values | Promise<Values> {
    return values;
  }

  /** The record as the API shows it. */
  protected view(row: StoredRow, _patient: PatientInReach): View | Promise<View> {
    return viewOf(this.kind, row);
  }

  private async current(patient: PatientInReach, id: string, forUpdate = false): Promise<Row> {
    const where = { id, patientId: patient.id, retiredAt: null };
    const row = await this.model.findOne(forUpdate ? { where, lock: true } : { where });
    if (!row) throw this.absent();
    return row as unknown as Row;
  }

  /** The record, retired or not, locked. */
  private async kept(patient: PatientInReach, id: string): Promise<Row> {
    const row = await this.model.findOne({ where: { id, patientId: patient.id }, lock: true });
    if (!row) throw this.absent();
    return row as unknown as Row;
  }

  private absent(): Problem {
    return notFound(this.kind.resource.replaceAll('-', ' '));
  }

  private async refusingDuplicates<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.keeping.unitOfWork.run(work);
    } catch (error) {
      if (uniqueViolation(error) !== this.kind.naturalKey) throw error;
      throw conflict(this.kind.duplicateDetail);
    }
  }
}
