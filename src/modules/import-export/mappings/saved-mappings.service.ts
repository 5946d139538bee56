import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { Page } from '../../../platform/database/keyset.js';
import { newId } from '../../../platform/database/new-id.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, notFound, validationFailed } from '../../../platform/http/problem.js';
import { AuditTrail } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { columnsUsed, planColumns } from '../row-parsers/header.rules.js';
import type { ImportType } from '../row-parsers/row-type.rules.js';
import { ROW_TYPES } from '../row-parsers/row-types.rules.js';
import { columnMappingOf } from './mapping-columns.rules.js';
import type { SavedMappingDto, SavedMappingQuery } from './saved-mapping.dto.js';
import type { SavedMapping } from './saved-mapping.view.js';
import { SavedMappingsRepository } from './saved-mappings.repository.js';

/** Nobody chooses among more; the older ones can still be deleted. */
const TRIED_MAX = 200;

/** Keeps how an organization's own files name their columns. */
@Injectable()
export class SavedMappingsService {
  constructor(
    private readonly repository: SavedMappingsRepository,
    private readonly organizations: OrganizationsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  list(actor: Actor, query: SavedMappingQuery): Promise<Page<SavedMapping>> {
    return this.repository.page(actor, query);
  }

  /** @throws Problem 409 when the name is taken, 400 when the mapping names no fields of the type */
  async save(actor: Actor, dto: SavedMappingDto): Promise<SavedMapping> {
    const { organizationId, type, name, dateFormat = 'iso' } = dto;
    await this.organizations.requireInReach(actor, organizationId);
    const mapping = columnMappingOf(dto.mapping);
    // A column that is called like its field need not be named.
    const faults = planColumns(ROW_TYPES[type], Object.keys(mapping), mapping).faults.filter(
      ({ code }) => code !== 'missing-column',
    );
    if (faults.length > 0) throw validationFailed(faults.map(({ path, message }) => ({ path, message })));
    const id = newId();
    await this.unitOfWork.run(async () => {
      const isNew = await this.repository.insert({ id, organizationId, type, name, mapping, dateFormat }, actor.userId);
      if (!isNew)
        throw conflict('A mapping of this name is kept already. Choose another name, or delete that one first.');
      this.audit.within({ action: 'create', resource: 'import-mapping', resourceId: id, patient: null });
    });
    return this.read(actor, id);
  }

  /** @throws Problem 404 when it is out of the actor's reach */
  async read(actor: Actor, id: string): Promise<SavedMapping> {
    const found = await this.repository.find(actor, id);
    if (!found) throw notFound('mapping');
    return found;
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.read(actor, id);
    await this.unitOfWork.run(async () => {
      await this.repository.delete(id);
      this.audit.within({ action: 'delete', resource: 'import-mapping', resourceId: id, patient: null });
    });
  }

  /** The mapping by which a file of this header can be imported: the one that uses most of its columns, and then the newest. */
  async suited(organizationId: string, type: ImportType, header: readonly string[]): Promise<SavedMapping | undefined> {
    let best: SavedMapping | undefined;
    let most = 0;
    for (const saved of await this.repository.of(organizationId, type, TRIED_MAX)) {
      const used = columnsUsed(ROW_TYPES[type], header, saved.mapping);
      if (used > most) [best, most] = [saved, used];
    }
    return best;
  }
}
