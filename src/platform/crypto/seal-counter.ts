import { Logger } from '@nestjs/common';

/** One seal in so many is written down, and stands for all of them. */
const COUNTED_EVERY = 65_536;

/**
 * Seals of one key after which it is rotated. NIST SP 800-38D, 8.3, allows 2^32 random 96-bit IVs a key; half of that is
 * far more than one patient's records ever need, and leaves the counter's error (0.4 %) no matter.
 */
export const SEALS_MAX = 2 ** 31;

/**
 * Counts how often each key seals without a write for each seal: every seal is written down with a chance of 1 in
 * {@link COUNTED_EVERY}, as that many. Keys near the bound are counted to half a percent, others cost nothing.
 */
export class SealCounter {
  private readonly log = new Logger(SealCounter.name);

  constructor(private readonly write: (patientId: string, version: number, seals: number) => Promise<void>) {}

  note(patientId: string, version: number): void {
    if (Math.random() * COUNTED_EVERY >= 1) return;
    this.write(patientId, version, COUNTED_EVERY).catch((error: unknown) => {
      this.log.warn(`A count of seals was not written: ${error instanceof Error ? error.name : 'unknown error'}`);
    });
  }
}
