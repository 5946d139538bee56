import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { PatientInReach } from '../../../platform/access/access-facts.js';
import { Problem } from '../../../platform/http/problem.js';
import type { GenomeView } from './genome-row.js';
import { GenomesService } from './genomes.service.js';

const LOOK_EVERY_MS = 250;
const ENDED = new Set(['ready', 'failed', 'cancelled']);

/** The progress of a genome as server-sent events, from the row that whichever worker reads it writes. */
@Injectable()
export class GenomeEvents {
  constructor(private readonly genomes: GenomesService) {}

  /** Begins with the state as it is and ends with the genome. @throws Problem 404 before the stream begins */
  async of(patient: PatientInReach, genomeId: string): Promise<AsyncGenerator<string>> {
    return this.follow(patient, genomeId, await this.genomes.read(patient, genomeId));
  }

  private async *follow(patient: PatientInReach, genomeId: string, first: GenomeView): AsyncGenerator<string> {
    let view = first;
    let sent = '';
    for (;;) {
      const data = JSON.stringify(view);
      if (data !== sent) yield `data: ${data}\n\n`;
      sent = data;
      if (ENDED.has(view.status)) return;
      await sleep(LOOK_EVERY_MS);
      try {
        view = await this.genomes.read(patient, genomeId);
      } catch (error) {
        // Deleted meanwhile: that is the end of the story.
        if (error instanceof Problem && error.status === 404) return;
        throw error;
      }
    }
  }
}
