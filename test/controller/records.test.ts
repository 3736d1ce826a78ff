import { expect, test } from 'vitest';
import { createRecords } from '../../src/controller/records.ts';
import { newRecord } from '../../src/core/record.ts';
import { createMemoryStore } from '../../src/state/index.ts';

const store = createMemoryStore();
const heldAs = (token: string) =>
  createRecords({ store, lease: { check: () => true, token }, onCorrupt: () => undefined });

test('a record that would not change is claimed before something is done, and an earlier holder cannot write it any more', async () => {
  const record = newRecord('a', '00000000', '');
  const earlier = heldAs('1-a');
  await earlier.save(record);
  const later = heldAs('2-b');
  await later.load('a');

  await later.save(record);
  const untouched = store.disk.get('arrayjobs/a/record.json');
  await later.save(record, { claim: true });
  await later.save(record, { claim: true });

  expect(untouched).toContain('1-a');
  expect(store.disk.get('arrayjobs/a/record.json')).toContain('2-b');
  await expect(earlier.save({ ...record, rerunSeen: 'x' })).rejects.toThrow('another process');
});
