import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, type Json } from '../../src/core/json.ts';
import { intersect, isEmpty, range, subtract, union } from '../../src/core/intervals.ts';
import { createMemoryStore } from '../../src/state/index.ts';
import { liveOf, sweepLedger, type LedgerHead } from '../../src/work/index.ts';
import { createLife, indexes, listOf } from './harness.ts';

const sets = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 14 }), {
  minLength: 1,
  maxLength: 8,
});
const sorted = (items: readonly Json[]): string[] => items.map((each) => canonicalText(each)).sort();

describe('over random histories of items', () => {
  test('an index means one item for ever, live is what exists, and the store tells the same', async () => {
    await fc.assert(
      fc.asyncProperty(sets, async (history) => {
        const life = createLife();
        const meaning = new Map<number, Json>();
        let before = range(0, 0);
        for (const items of history) {
          const result = await life.resolve(listOf(items));

          expect(sorted(await life.items(indexes(result.live)))).toEqual(sorted(items));
          expect(union(subtract(before, result.retired), result.added)).toEqual(result.live);
          expect(isEmpty(intersect(result.added, result.retired))).toBe(true);
          expect(await liveOf(life.ledger!, life.store)).toEqual(result.live);
          const all = await life.items(indexes(range(0, result.total)));
          expect(all).toHaveLength(result.total);
          all.forEach((item, index) => {
            expect(meaning.get(index) ?? item).toEqual(item);
            meaning.set(index, item);
          });
          before = result.live;
        }
      }),
    );
  });

  test('nothing gets a second index: there are as many as the most equals at once', async () => {
    await fc.assert(
      fc.asyncProperty(sets, async (history) => {
        const life = createLife();
        const most = new Map<number, number>();
        for (const items of history) {
          await life.resolve(listOf(items));
          for (const item of items) {
            const count = items.filter((each) => each === item).length;
            most.set(item, Math.max(most.get(item) ?? 0, count));
          }
        }

        expect(life.ledger!.total).toBe([...most.values()].reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  test('a group only ever loses items while live, and every item that exists is in exactly one live group', async () => {
    await fc.assert(
      fc.asyncProperty(sets, fc.integer({ min: 2, max: 4 }), async (history, itemsPerChild) => {
        const life = createLife();
        const groups = new Map<number, string[]>();
        for (const items of history) {
          const result = await life.resolve(listOf(items), { itemsPerChild });

          const live = indexes(result.live);
          const held = (await life.items(live)) as Json[][];
          expect(sorted(held.flat())).toEqual(sorted(items));
          live.forEach((index, at) => {
            const now = sorted(held[at]!);
            const once = [...(groups.get(index) ?? now)];
            for (const each of now) {
              const found = once.indexOf(each);
              expect(found).not.toBe(-1);
              once.splice(found, 1);
            }
            groups.set(index, now);
          });
        }
      }),
    );
  });

  test('a crash at any write leaves the ledger that the record names whole, and the next pass ends as it would have', async () => {
    const options = fc.record({
      before: sets,
      after: sets,
      at: fc.nat(12),
      itemsPerChild: fc.constantFrom(1, 3),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ before, after, at, itemsPerChild }) => {
        let left = Infinity;
        const store = createMemoryStore({
          onStep: (step) => {
            if (step.operation === 'put' && left-- <= 0) throw new Error('the power is gone');
          },
        });
        const life = createLife(store);
        const twin = createLife();
        for (const items of before) {
          await life.resolve(listOf(items), { itemsPerChild });
          await twin.resolve(listOf(items), { itemsPerChild });
        }
        const head: LedgerHead = life.ledger!;
        const known = await life.items(indexes(range(0, head.total)));

        left = at;
        for (const items of after) await life.look(listOf(items), { itemsPerChild }).catch(() => undefined);
        left = Infinity;
        await sweepLedger({ ledger: head, store, keyPrefix: 'objects/sample' });

        expect(await life.items(indexes(range(0, head.total)))).toEqual(known);
        const result = await life.resolve(listOf(after[0]!), { itemsPerChild });
        const other = await twin.resolve(listOf(after[0]!), { itemsPerChild });
        expect(result).toEqual(other);
      }),
    );
  });
});
