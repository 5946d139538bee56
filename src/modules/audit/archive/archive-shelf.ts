import { Injectable } from '@nestjs/common';
import type { Findings } from '../verification/findings.js';
import type { TrailMonth } from '../verification/stored-trail.js';

@Injectable()
export class ArchiveShelf {
  async months(_findings: Findings): Promise<TrailMonth[]> {
    return [];
  }
}
