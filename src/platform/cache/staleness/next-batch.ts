interface Waiting<Item> {
  readonly items: Set<Item>;
  readonly done: Promise<void>;
}

/**
 * Runs `work` for sets of items, one run at a time. What is added while a run is under way goes into the next one, never into the
 * running one, so each caller's items are worked on after it asked. Callers of one instant share a run.
 */
export class NextBatch<Item> {
  private running: Promise<void> = Promise.resolve();
  private next: Waiting<Item> | undefined;

  constructor(private readonly work: (items: Item[]) => Promise<void>) {}

  /** Resolves once a run that began after this call has ended; rejects when that run failed. */
  add(items: Iterable<Item>): Promise<void> {
    const next = (this.next ??= this.schedule());
    for (const item of items) next.items.add(item);
    return next.done;
  }

  private schedule(): Waiting<Item> {
    const items = new Set<Item>();
    const done = this.running.then(() => {
      this.next = undefined;
      return this.work([...items]);
    });
    this.running = done.catch(() => undefined);
    return { items, done };
  }
}
