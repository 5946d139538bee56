/** What a patient's rows weigh before any were seen. */
const FIRST_GUESS_BYTES = 4096;

/** How many patients make a part of about the bytes wanted; learned from part to part, since some have two rows and some thousands. */
export class PageSize {
  patients: number;

  constructor(
    private readonly wantedBytes: number,
    private readonly maxPatients: number,
  ) {
    this.patients = this.bounded(wantedBytes / FIRST_GUESS_BYTES);
  }

  /**
   * What so many patients came to. At most four times as many or as few as these were: a part is no fair sample of the next.
   */
  learn(bytes: number, ofPatients: number): void {
    const factor = Math.min(4, Math.max(1 / 4, this.wantedBytes / Math.max(bytes, 1)));
    this.patients = this.bounded(ofPatients * factor);
  }

  private bounded(patients: number): number {
    return Math.min(this.maxPatients, Math.max(1, Math.round(patients)));
  }
}
