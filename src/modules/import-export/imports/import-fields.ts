import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { notFound } from '../../../platform/http/problem.js';
import { OrganizationsService } from '../../organizations/index.js';
import { SavedMappingsService } from '../mappings/saved-mappings.service.js';
import { importFieldsOf, type ImportFieldsDto } from './import-fields.dto.js';

/** The fields of a form with a file, checked, within reach, and with the saved mapping that they name put in. */
@Injectable()
export class ImportFields {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly mappings: SavedMappingsService,
  ) {}

  /** @throws Problem 400 that names every fault, 404 for an organization or mapping out of reach */
  async of(actor: Actor, form: ReadonlyMap<string, string>): Promise<ImportFieldsDto> {
    const fields = await importFieldsOf(form);
    await this.organizations.requireInReach(actor, fields.organizationId);
    if (fields.mappingId === undefined) return fields;
    const saved = await this.mappings.read(actor, fields.mappingId);
    if (saved.type !== fields.type || saved.organizationId !== fields.organizationId) throw notFound('mapping');
    return Object.assign(fields, { mapping: saved.mapping, dateFormat: fields.dateFormat ?? saved.dateFormat });
  }
}
