import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainWriter } from '../chain/chain-writer.js';
import type { Flush } from './batch-store.js';
import { GroupCommit, type Lane } from './group-commit.js';

const FULL = 4;
const OPTIONS = { gatheringEvents: FULL, maxEvents: 10, maxWaiting: 1000, linkDelayMs: 600_000 };
const NOON = Date.UTC(2026, 4, 5, 12);

/** A store that ends each flush when told to. */
class Store implements Lane {
  readonly flushes: Flush[] = [];
  private ends: PromiseWithResolvers<void>[] = [];

  constructor(keys: AuditKeys) {
    this.chain = new ChainWriter(keys);
  }

  readonly chain: ChainWriter;
  readonly sink = {
    store: (flush: Flush): Promise<void> => {
      this.flushes.push(flush);
      const end = Promise.withResolvers<void>();
      this.ends.push(end);
      return end.promise;
    },
  };

  get isBusy(): boolean {
    return this.ends.length > 0;
  }

  async end(error?: Error): Promise<void> {
    const end = this.ends.shift();
    if (error) end?.reject(error);
    else end?.resolve();
    await turn();
  }

  get texts(): string[][] {
    return this.flushes.map(({ batch }) => (batch ? textsOf(batch.lines) : []));
  }
}

function textsOf(lines: string): string[] {
  return lines.split('\n').map((line) => line.split('\t').slice(2).join('\t'));
}

function lanes(): { commits: GroupCommit; first: Store; second: Store } {
  const keys = new AuditKeys(randomBytes(32));
  const [first, second] = [new Store(keys), new Store(keys)];
  return { commits: new GroupCommit([first, second], keys, OPTIONS), first, second };
}

const idAt = (instant: number): string => v7({ msecs: instant });

function addAll(commits: GroupCommit, names: readonly string[], instant = NOON): Promise<void>[] {
  return names.map((name) => commits.add(name, idAt(instant)));
}

describe('group commit', () => {
  it('lets events of an instant share one batch, and leaves those that are few to the batch after the one under way', async () => {
    const { commits, first, second } = lanes();
    const a = addAll(commits, ['1', '2', '3']);
    await turn();
    const b = addAll(commits, ['4', '5', '6']);
    await turn();
    expect([first.texts, second.texts]).toEqual([[['1', '2', '3']], []]);
    await first.end();
    await Promise.all(a);
    expect(first.texts).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
    await first.end();
    await Promise.all(b);
    expect(commits.depth).toBe(0);
  });

  it('shares many among the lanes that are free, and gives the other lane what fills it', async () => {
    const { commits, first, second } = lanes();
    void addAll(commits, ['1', '2', '3', '4', '5', '6', '7', '8']);
    await turn();
    expect([first.texts, second.texts]).toEqual([[['1', '2', '3', '4']], [['5', '6', '7', '8']]]);
    await second.end();
    void addAll(commits, ['a', 'b', 'c', 'd']);
    await turn();
    expect([first.texts.length, second.texts[1]]).toEqual([1, ['a', 'b', 'c', 'd']]);
  });

  it('keeps the events of two months apart', async () => {
    const { commits, first } = lanes();
    const all = [
      ...addAll(commits, ['1'], Date.UTC(2026, 4, 31, 23, 59, 59, 999)),
      ...addAll(commits, ['2'], Date.UTC(2026, 5, 1)),
    ];
    await turn();
    await first.end();
    await first.end();
    await Promise.all(all);
    expect(first.texts).toEqual([['1'], ['2']]);
  });

  it('tells only the callers of the batch that failed, and begins a new chain on its lane', async () => {
    const { commits, first, second } = lanes();
    const all = addAll(commits, ['1', '2', '3', '4', '5', '6', '7', '8']);
    await turn();
    const failed = first.chain.writerId;
    const outcomes = Promise.allSettled(all);
    await first.end(new Error('no'));
    await second.end();
    expect((await outcomes).map(({ status }) => status)).toEqual([
      ...Array.from({ length: FULL }, () => 'rejected'),
      ...Array.from({ length: FULL }, () => 'fulfilled'),
    ]);
    expect(first.chain.writerId).not.toBe(failed);
  });

  it('links what transactions committed once, and again when that could not be stored', async () => {
    const { commits, first, second } = lanes();
    commits.adopt({ id: idAt(NOON), hash: randomBytes(32) });
    const settled = commits.settle();
    await turn();
    await first.end(new Error('no'));
    await settled;
    const closed = commits.close();
    await turn();
    while (first.isBusy) await first.end();
    await closed;
    const links = [...first.flushes, ...second.flushes].map(({ link }) => link);
    expect(links.map(({ kind, batchIds }) => [kind, batchIds.length])).toEqual([
      ['open', 1],
      ['open', 1],
      ['close', 0],
    ]);
  });

  it('stores every event once and tells its caller, whatever comes when and whichever batch ends first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constantFrom('first', 'second')), { maxLength: 40 }),
        async (steps) => {
          const { commits, first, second } = lanes();
          const names: string[] = [];
          const told: Promise<void>[] = [];
          for (const step of steps) {
            if (typeof step === 'number') {
              const fresh = Array.from({ length: step }, (_, index) => String(names.length + index));
              names.push(...fresh);
              told.push(...addAll(commits, fresh));
              await turn();
            } else await (step === 'first' ? first : second).end();
          }
          while (first.isBusy || second.isBusy) {
            await first.end();
            await second.end();
          }
          await Promise.all(told);
          const stored = [...first.texts, ...second.texts];
          expect(stored.flat().sort()).toEqual(names.sort());
          expect(Math.max(0, ...stored.map((texts) => texts.length))).toBeLessThanOrEqual(OPTIONS.maxEvents);
        },
      ),
    );
  });
});
