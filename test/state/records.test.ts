import { expect, test } from 'vitest';
import type { RecordFormat } from '../../src/state/index.ts';
import { createMemoryStore, formatRecord, readRecord } from '../../src/state/index.ts';
import { all } from './contract.ts';

const format: RecordFormat<{ runs: number }> = {
  version: 3,
  parse: (data) => {
    if (typeof (data as { runs?: unknown }).runs !== 'number') throw new Error('it has no runs');
    return data as { runs: number };
  },
  upgrades: { 1: (data) => ({ count: data }), 2: (data) => ({ runs: (data as { count: number }).count }) },
};

test('what is written is read again, with the fence it was written under', async () => {
  const store = createMemoryStore();
  await store.put('a', formatRecord(format, { runs: 2 }, '4-x'), 'absent');

  expect(await readRecord(store, 'a', format)).toMatchObject({
    found: true,
    value: { runs: 2 },
    version: 3,
    fence: '4-x',
  });
  expect(await readRecord(store, 'b', format)).toEqual({ found: false, corrupt: false });
});

test('older versions are brought up step by step', async () => {
  const store = createMemoryStore({ disk: new Map([['a', '{"version": 1, "data": 7}']]) });

  expect(await readRecord(store, 'a', format)).toMatchObject({ value: { runs: 7 }, version: 1 });
});

test('a newer version is refused and left alone', async () => {
  const store = createMemoryStore({ disk: new Map([['a', '{"version": 4, "data": {}}']]) });

  await expect(readRecord(store, 'a', format)).rejects.toMatchObject({
    code: 'NewerRecord',
    class: 'terminal',
    message: expect.stringContaining('made by a newer arrayjob') as string,
  });
  expect(await all(store.list(''))).toEqual(['a']);
});

test.each([
  '',
  '{"version": 3, "da',
  'null',
  '[]',
  '{"version": "3", "data": {}}',
  '{"version": 3, "data": {}}',
  '{"version": 3, "data": null}',
])('the damaged text %j is set aside with a note', async (text) => {
  const store = createMemoryStore({
    disk: new Map([
      ['objects/a', text],
      ['corrupt/objects/a-1', 'an earlier one'],
    ]),
  });

  const result = await readRecord(store, 'objects/a', format);

  expect(result).toMatchObject({ found: false, corrupt: true, setAside: 'corrupt/objects/a-2' });
  expect(await all(store.list(''))).toEqual([
    'corrupt/objects/a-1',
    'corrupt/objects/a-2',
    'corrupt/objects/a-2.note',
  ]);
  expect(store.disk.get('corrupt/objects/a-2')).toBe(text);
  expect(store.disk.get('corrupt/objects/a-2.note')).toContain('set aside because');
});

test('a look leaves a damaged record where it is', async () => {
  const store = createMemoryStore({ disk: new Map([['a', '{']]) });

  expect(await readRecord(store, 'a', format, { setAside: false })).toMatchObject({ corrupt: true });
  expect(store.disk.size).toBe(1);
});
