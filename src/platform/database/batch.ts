interface Waiting<Key, Value> {
  key: Key;
  resolve: (value: Value) => void;
  reject: (reason: unknown) => void;
}

/** Calls of `loadAll` under way at one time: while both lanes are busy, what is asked gathers into a larger next batch. */
const LANES = 2;

/**
 * Gathers what is asked within one turn of the event loop, or while earlier batches are under way, and answers it with one call
 * of `loadAll`: sixty-four requests that arrive together cost one statement. Nothing is remembered between batches, and no
 * question joins a call that has begun, so each is answered from after it was asked.
 */
export class Batch<Key, Value> {
  private waiting: Waiting<Key, Value>[] = [];
  private underWay = 0;
  private isScheduled = false;

  constructor(
    private readonly loadAll: (keys: Key[]) => Promise<Value[]>,
    private readonly maxSize: number,
  ) {}

  load(key: Key): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.waiting.push({ key, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.underWay >= LANES || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.answer(this.waiting.splice(0, this.maxSize));
      this.schedule();
    });
  }

  private async answer(part: Waiting<Key, Value>[]): Promise<void> {
    this.underWay++;
    try {
      const values = await this.loadAll(part.map(({ key }) => key));
      part.forEach(({ resolve }, index) => resolve(values[index] as Value));
    } catch (error) {
      for (const { reject } of part) reject(error);
    } finally {
      this.underWay--;
      this.schedule();
    }
  }
}
