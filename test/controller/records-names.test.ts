import { expect, test } from 'vitest';
import { createRecords } from '../../src/controller/records.ts';
import { newRecord } from '../../src/core/record.ts';
import { acquireLease, createMemoryStore } from '../../src/state/index.ts';

async function recordsOf(names: readonly string[], holdsLease: boolean) {
  const memory = createMemoryStore();
  const lease = await acquireLease(createMemoryStore(), { holder: 'test' });
  let lists = 0;
  const store = {
    ...memory,
    list(prefix: string) {
      if (prefix === 'arrayjobs/') lists += 1;
      return memory.list(prefix);
    },
  };
  const make = (held: boolean) =>
    createRecords({ store, onCorrupt: () => undefined, ...(held ? { lease } : {}) });
  const before = make(true);
  for (const name of names) await before.save(newRecord(name, '00000000', ''));
  lists = 0;
  return { records: make(holdsLease), other: before, lists: () => lists, release: () => lease.release() };
}

test('whoever holds the lease lists the store once, and knows what it has written and dropped since', async () => {
  const { records, lists, release } = await recordsOf(['a', 'b'], true);
  expect(await records.names()).toEqual(['a', 'b']);

  await records.save(newRecord('c', '00000000', ''));
  await records.load('a');
  await records.forget('a');

  expect(await records.names()).toEqual(['b', 'c']);
  expect(lists()).toBe(1);
  await release();
});

test('whoever only looks lists the store every time', async () => {
  const { records, other, release } = await recordsOf(['a'], false);
  expect(await records.names()).toEqual(['a']);

  await other.save(newRecord('b', '00000000', ''));

  expect(await records.names()).toEqual(['a', 'b']);
  await release();
});
