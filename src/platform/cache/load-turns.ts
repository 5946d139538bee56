/** How long a load waits for its turn at most: those under way may hang, and whether they do is for others to find out. */
const PATIENCE_MS = 500;

/**
 * Lets so many loads run at a time; the others wait in the order in which they came. A statement that is only computed is no sooner done
 * for having fifty beside it: they share the same processors, and each connection brings plans and pages of its own into their caches.
 */
export class LoadTurns {
  private readonly waiting = new Set<() => void>();
  private underWay = 0;

  constructor(private readonly atOnce: number) {}

  async run<T>(load: () => Promise<T>): Promise<T> {
    if (this.underWay >= this.atOnce) await this.turn();
    else this.underWay++;
    try {
      return await load();
    } finally {
      this.underWay--;
      this.callNext();
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(patience);
        this.waiting.delete(go);
        this.underWay++;
        resolve();
      };
      const patience = setTimeout(go, PATIENCE_MS).unref();
      this.waiting.add(go);
    });
  }

  private callNext(): void {
    if (this.underWay >= this.atOnce) return;
    const [next] = this.waiting;
    next?.();
  }
}
