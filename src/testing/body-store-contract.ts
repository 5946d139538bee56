import { describe, expect, it } from '@jest/globals';
import { type CachedBody, finishedBody } from '../platform/cache/tiers/cached-body.js';
import { eventually } from './eventually.js';

/** What the cache asks of a tier, with the means to take it away and bring it back. */
export interface BodyStore {
  get(key: string): Promise<CachedBody | undefined> | CachedBody | undefined;
  set(key: string, value: CachedBody, ttlMs: number): Promise<void> | void;
  delete(key: string): Promise<boolean> | void;
  /** Takes away what the store stands on; what it held may be gone. */
  lose(): Promise<void> | void;
  /** Brings it back; the store finds it again by itself. */
  restore(): Promise<void> | void;
}

const HOUR_MS = 3_600_000;

/** The promises that every tier of the cache keeps. */
export function keepsTheContractOfABodyStore(open: () => BodyStore): void {
  const bodyOf = (text: string) => finishedBody({ body: text, version: 1 });

  describe('as a store of the cache', () => {
    it.each(['false', '0', 'null', '[]', '{}', '', 'x'.repeat(1025), '\0\xff'.repeat(50_000)])(
      'gives back what it was given, be it false, zero, null or nothing (case %#)',
      async (text) => {
        const store = open();
        const value = bodyOf(text);
        await store.set('some key', value, HOUR_MS);
        expect(await store.get('some key')).toEqual(value);
      },
    );

    it('has nothing under a key that was never set', async () => {
      expect(await open().get('another key')).toBeUndefined();
    });

    it('has the newest value under a key', async () => {
      const store = open();
      await store.set('replaced', bodyOf('old'), HOUR_MS);
      await store.set('replaced', bodyOf('new'), HOUR_MS);
      expect((await store.get('replaced'))?.body.toString()).toBe('new');
    });

    it('forgets a value when its time is over, and no other', async () => {
      const store = open();
      await store.set('long', bodyOf('long'), HOUR_MS);
      await store.set('short', bodyOf('short'), 20);
      await eventually(
        () => store.get('short'),
        (value) => value === undefined,
      );
      expect((await store.get('long'))?.body.toString()).toBe('long');
    });

    it('deletes', async () => {
      const store = open();
      await store.set('deleted', bodyOf('x'), HOUR_MS);
      await store.delete('deleted');
      expect(await store.get('deleted')).toBeUndefined();
      await store.delete('deleted');
    });

    it('takes the loss of what it stands on for a miss, and works again when that is back', async () => {
      const store = open();
      await store.set('before', bodyOf('before'), HOUR_MS);
      await store.lose();
      expect(
        await eventually(
          () => store.get('before'),
          (value) => value === undefined,
        ),
      ).toBeUndefined();
      await store.set('meanwhile', bodyOf('meanwhile'), HOUR_MS);
      await store.delete('meanwhile');
      await store.restore();
      const back = await eventually(
        async () => {
          await store.set('after', bodyOf('after'), HOUR_MS);
          return store.get('after');
        },
        (value) => value !== undefined,
      );
      expect(back?.body.toString()).toBe('after');
    });
  });
}
