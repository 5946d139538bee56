interface Waiting<Key, Value> {
  key: Key;
  resolve: (value: Value) => void;
  reject: (reason: unknown) => void;
}

/**
 * Gathers what is asked within one turn of the event loop and answers it with one call of `loadAll`: sixty-four
 * requests that arrive together cost one statement. Nothing is remembered between turns.
 */
export class Batch<Key, Value> {
  private waiting: Waiting<Key, Value>[] = [];

  constructor(
    private readonly loadAll: (keys: Key[]) => Promise<Value[]>,
    private readonly maxSize: number,
  ) {}

  load(key: Key): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => void this.flush());
      this.waiting.push({ key, resolve, reject });
    });
  }

  private async flush(): Promise<void> {
    const all = this.waiting;
    this.waiting = [];
    const parts: Promise<void>[] = [];
    for (let start = 0; start < all.length; start += this.maxSize)
      parts.push(this.answer(all.slice(start, start + this.maxSize)));
    await Promise.all(parts);
  }

  private async answer(part: Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await this.loadAll(part.map(({ key }) => key));
      part.forEach(({ resolve }, index) => resolve(values[index] as Value));
    } catch (error) {
      for (const { reject } of part) reject(error);
    }
  }
}
