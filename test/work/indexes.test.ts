import { describe, expect, test } from 'vitest';
import { range } from '../../src/core/intervals.ts';
import { liveOf, sweepLedger } from '../../src/work/index.ts';
import { createLife, indexes, listOf } from './harness.ts';

describe('the indexes of items', () => {
  test('are given in order of first sight', async () => {
    const life = createLife();

    const result = await life.resolve(listOf(['c', 'a', 'b']));

    expect(indexes(result.live)).toEqual([0, 1, 2]);
    expect(await life.items([0, 1, 2])).toEqual(['c', 'a', 'b']);
  });

  test('stand when items are put in another order, and new ones get the next free', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'b']));

    const result = await life.resolve(listOf(['new', 'b', 'a']));

    expect(indexes(result.added)).toEqual([2]);
    expect(await life.items([0, 1, 2])).toEqual(['a', 'b', 'new']);
  });

  test('are retired with their item, not given to another, and come back with it', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'b', 'c']));

    const gone = await life.resolve(listOf(['a', 'c', 'd']));
    const back = await life.resolve(listOf(['a', 'b', 'c', 'd']));

    expect(indexes(gone.retired)).toEqual([1]);
    expect(indexes(gone.live)).toEqual([0, 2, 3]);
    expect(indexes(back.added)).toEqual([1]);
    expect(back.total).toBe(4);
  });

  test('are several for an item given several times; the last ones go first', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'a', 'b', 'a']));

    const fewer = await life.resolve(listOf(['b', 'a', 'a']));

    expect(fewer.total).toBe(4);
    expect(indexes(fewer.live)).toEqual([0, 1, 2]);
  });

  test('do not depend on the order of keys', async () => {
    const life = createLife();
    await life.resolve(listOf([{ x: 1, y: 2 }]));

    const result = await life.resolve(listOf([{ y: 2, x: 1 }]));

    expect(result.total).toBe(1);
  });

  test('stand when another kind of work gives equal items', async () => {
    const life = createLife();
    await life.resolve(listOf([{ id: '1' }, { id: '2' }]));
    life.files.set('items.csv', 'id\n2\n1\n3\n');

    const result = await life.resolve({ kind: 'file', path: 'items.csv' });

    expect(indexes(result.added)).toEqual([2]);
    expect(indexes(result.retired)).toEqual([]);
  });

  test('of no items at all are none', async () => {
    const life = createLife();

    const result = await life.resolve(listOf([]));

    expect(result.total).toBe(0);
    expect(indexes(result.live)).toEqual([]);
  });
});

describe('several items to a child', () => {
  const three = { itemsPerChild: 3 };

  test('are consecutive items in order of first sight; the last group may be smaller', async () => {
    const life = createLife();

    await life.resolve(listOf([1, 2, 3, 4, 5]), three);

    expect(await life.items([0, 1])).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  test('never fill up a group that has its index: new items form groups of their own', async () => {
    const life = createLife();
    await life.resolve(listOf([1, 2, 3, 4]), three);

    const result = await life.resolve(listOf([1, 2, 3, 4, 5, 6]), three);

    expect(indexes(result.added)).toEqual([2]);
    expect(await life.items([1, 2])).toEqual([[4], [5, 6]]);
  });

  test('leave a smaller group behind when one of them goes, which comes back under a new index', async () => {
    const life = createLife();
    await life.resolve(listOf([1, 2, 3]), three);

    const gone = await life.resolve(listOf([1, 3]), three);
    const left = await life.items([0]);
    const back = await life.resolve(listOf([1, 2, 3]), three);

    expect(indexes(gone.live)).toEqual([0]);
    expect(left).toEqual([[1, 3]]);
    expect(indexes(back.added)).toEqual([1]);
    expect(await life.items([0, 1])).toEqual([[1, 3], [2]]);
  });

  test('come back as the group they were when the whole group was gone', async () => {
    const life = createLife();
    await life.resolve(listOf([1, 2, 3, 4]), three);
    const gone = await life.resolve(listOf([4]), three);

    const back = await life.resolve(listOf([1, 2, 3, 4]), three);

    expect(indexes(gone.retired)).toEqual([0]);
    expect(indexes(back.added)).toEqual([0]);
    expect(back.total).toBe(2);
  });

  test('in another number are other groups under new indexes; the old ones are retired', async () => {
    const life = createLife();
    await life.resolve(listOf([1, 2, 3, 4]), three);

    const result = await life.resolve(listOf([1, 2, 3, 4]), { itemsPerChild: 2 });

    expect(indexes(result.retired)).toEqual([0, 1]);
    expect(indexes(result.live)).toEqual([2, 3]);
    expect(await life.items([2, 3])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe('a size', () => {
  test('adds indexes when it grows and retires the last when it shrinks', async () => {
    const life = createLife();
    await life.resolve({ kind: 'size', size: 5 });

    const smaller = await life.resolve({ kind: 'size', size: 3 });
    const larger = await life.resolve({ kind: 'size', size: 6 });

    expect(indexes(smaller.retired)).toEqual([3, 4]);
    expect(smaller.total).toBe(5);
    expect(indexes(larger.added)).toEqual([3, 4, 5]);
    expect(life.store.disk.size).toBe(0);
  });

  test('that becomes items gets indexes after those of the size', async () => {
    const life = createLife();
    await life.resolve({ kind: 'size', size: 3 });

    const result = await life.resolve(listOf(['a']));

    expect(indexes(result.live)).toEqual([3]);
    expect(indexes(result.retired)).toEqual([0, 1, 2]);
    expect(result.renumbered).toBe(false);
  });

  test('that takes the place of items says that old outcomes mean nothing any more', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'b', 'c']));

    const result = await life.resolve({ kind: 'size', size: 2 });

    expect(result.renumbered).toBe(true);
    expect(indexes(result.added)).toEqual([0, 1]);
  });
});

describe('the ledger in the store', () => {
  test('is not written again when nothing has changed', async () => {
    const puts: string[] = [];
    const life = createLife();
    life.s3.buckets.get('data')?.set('input/a', Buffer.from('x'));
    const work = { kind: 's3', bucket: 'data', prefix: 'input/', include: [], exclude: [] } as const;
    const every = { ...work, parameters: undefined, refreshIntervalMs: 1000 };
    const first = await life.resolve(every);
    const put = life.store.put.bind(life.store);
    Object.assign(life.store, { put: (...all: Parameters<typeof put>) => (puts.push(all[0]), put(...all)) });
    life.now += 1000;

    const second = await life.resolve(every);

    expect(life.s3.calls.filter((call) => call.action === 'list')).toHaveLength(2);
    expect(puts).toEqual([]);
    expect({ ...second.ledger, listedAtMs: 0 }).toEqual({ ...first.ledger, listedAtMs: 0 });
  });

  test('grows by joining small additions into one chunk, and is swept of what it no longer names', async () => {
    const life = createLife();
    for (let count = 1; count <= 5; count++) {
      await life.resolve(listOf(Array.from({ length: count }, (_, at) => at)));
    }

    const swept = await sweepLedger({ ledger: life.ledger, store: life.store, keyPrefix: 'objects/sample' });

    expect(swept).toBe(12);
    expect(life.store.disk.size).toBe(3);
    expect(await life.items([0, 1, 2, 3, 4])).toEqual([0, 1, 2, 3, 4]);
  });

  test('is cut into chunks, of which only those with wanted indexes are read', async () => {
    const reads: string[] = [];
    const life = createLife();
    await life.resolve(listOf(Array.from({ length: 25_000 }, (_, at) => at)));
    const get = life.store.get.bind(life.store);
    Object.assign(life.store, { get: (key: string) => (reads.push(key), get(key)) });

    const items = await life.items([9_999, 12_345]);

    expect(items).toEqual([9_999, 12_345]);
    expect(reads.filter((key) => key.endsWith('.jsonl'))).toHaveLength(2);
  });

  test('keeps a long list of retired indexes out of the record', async () => {
    const life = createLife();
    const all = Array.from({ length: 4_000 }, (_, at) => at);
    await life.resolve(listOf(all));

    const result = await life.resolve(listOf(all.filter((each) => each % 2 === 0)));

    expect(JSON.stringify(result.ledger).length).toBeLessThan(400);
    expect(await liveOf(result.ledger, life.store)).toEqual(result.live);
  });

  test('that has been damaged is told, and nothing is given a wrong index', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'b']));
    const key = [...life.store.disk.keys()].find((each) => each.endsWith('.digests'))!;
    life.store.disk.set(key, 'AAAA');

    const result = await life.look(listOf(['b', 'c']));

    expect(result).toMatchObject({ kind: 'failed', class: 'terminal', reason: 'LedgerDamaged' });
  });

  test('gives bare indexes for a size', async () => {
    const life = createLife();
    await life.resolve({ kind: 'size', size: 3 });

    expect(await life.items([1, 2, 7])).toEqual([1, 2]);
    expect(await liveOf(life.ledger!, life.store)).toEqual(range(0, 3));
  });
});
