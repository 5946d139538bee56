import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import type { CacheAnswer } from '../../../platform/cache/index.js';
import type { Page } from '../../../platform/database/keyset.js';
import { AuditTrail } from '../../audit/index.js';
import { highlightParts, type HighlightPart } from './highlight.rules.js';
import { KeptPages } from './kept-pages.js';
import type { SearchQuery } from './search.dto.js';
import type { FoundRecord } from './search.repository.js';
import { searchWords } from './search-words.rules.js';

/** A record that matched a search, whose it is, and where it matched. */
export interface SearchHit {
  id: string;
  patientId: string;
  patient: {
    id: string;
    organizationId: string;
    mrn: string;
    givenName: string;
    familyName: string;
    birthDate: string;
  };
  type: string;
  occurredAt: string;
  description: string;
  provider: string | null;
  confidential: boolean;
  rank: number;
  highlights: { description?: HighlightPart[]; notes?: HighlightPart[]; provider?: HighlightPart[] };
}

/** Finds records by what is written in them, among the patients in reach. */
@Injectable()
export class SearchService {
  constructor(
    private readonly pages: KeptPages,
    private readonly audit: AuditTrail,
  ) {}

  /** A page of matches, the best of the newest first. Each patient on it has been told of in the audit trail. */
  async find(actor: Actor, query: SearchQuery): Promise<{ found: Page<SearchHit>; cached: CacheAnswer }> {
    const { page, cached } = await this.pages.find(actor, searchWords(query.q), query);
    await this.tellOf(page.rows);
    return { found: { items: page.rows.map(hitOf), nextCursor: page.nextCursor }, cached };
  }

  /** The events of all patients on the page share one insert. */
  private async tellOf(rows: readonly FoundRecord[]): Promise<void> {
    const organizations = new Map(rows.map(({ patientId, organizationId }) => [patientId, organizationId]));
    const events = [...organizations].map(([id, organizationId]) =>
      this.audit.record({ action: 'search', resource: 'health-record', patient: { id, organizationId } }),
    );
    await Promise.all(events);
  }
}

function hitOf(row: FoundRecord): SearchHit {
  const { id, patientId, organizationId, mrn, givenName, familyName, birthDate } = row;
  const { type, occurredAt, description, provider, confidential, rank } = row;
  const highlights = {
    description: highlightParts(row.descriptionMarked),
    notes: highlightParts(row.notesMarked),
    provider: highlightParts(row.providerMarked),
  };
  const patient = { id: patientId, organizationId, mrn, givenName, familyName, birthDate };
  return { id, patientId, patient, type, occurredAt, description, provider, confidential, rank, highlights };
}
