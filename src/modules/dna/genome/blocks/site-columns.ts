import { IdKind } from '../../formats/rows/site-ids.js';
import type { SiteList } from '../site-list.js';

/** Puts a list of sites together again from its blocks, in order. */
export class SiteColumns {
  private readonly chromosomes: Uint8Array;
  private readonly positions: Uint32Array;
  private readonly idKinds: Uint8Array;
  private readonly idNumbers: Uint32Array;
  private readonly texts: string[] = [];
  private length = 0;

  constructor(siteCount: number) {
    this.chromosomes = new Uint8Array(siteCount);
    this.positions = new Uint32Array(siteCount);
    this.idKinds = new Uint8Array(siteCount);
    this.idNumbers = new Uint32Array(siteCount);
  }

  /** Adds the next block. */
  append(block: SiteList): void {
    const start = this.length;
    this.chromosomes.set(block.chromosomes, start);
    this.positions.set(block.positions, start);
    this.idKinds.set(block.idKinds, start);
    this.idNumbers.set(block.idNumbers, start);
    if (block.texts.length > 0) {
      for (let i = 0; i < block.length; i++) {
        if (block.idKinds[i] === IdKind.Text) this.idNumbers[start + i]! += this.texts.length;
      }
      this.texts.push(...block.texts);
    }
    this.length = start + block.length;
  }

  /** The list so far. */
  sites(): SiteList {
    const { length } = this;
    return {
      length,
      chromosomes: this.chromosomes.subarray(0, length),
      positions: this.positions.subarray(0, length),
      idKinds: this.idKinds.subarray(0, length),
      idNumbers: this.idNumbers.subarray(0, length),
      texts: this.texts,
    };
  }
}
