import { describe, expect, test } from 'vitest';
import { range } from '../../src/core/intervals.ts';
import type { Json } from '../../src/core/json.ts';
import { newRecord, newRun, type ObjectRecord } from '../../src/core/record.ts';
import { decodeRecord, encodeRecord } from '../../src/core/record-text.ts';
import {
  fadedRecord,
  REMOVED_KEPT_MS,
  REMOVED_WHOLE_MS,
  removedRecord,
  returnedRecord,
} from '../../src/core/removal.ts';

const SOURCE = '00000000';
const REVISION = 'abcdefabcdef';
const run = { ...newRun(3, REVISION, 'how', 0), succeeded: range(0, 4) };
const record: ObjectRecord = {
  ...newRecord('a', SOURCE, 'again'),
  run,
  ledger: { format: 1, any: true },
  deletingSince: 5,
};
const removed = removedRecord(record, 1_000)!;
const status = (more: Readonly<Record<string, Json>> = {}): Json => ({
  object: `ArrayJob/a@${SOURCE}`,
  revision: REVISION,
  run: 2,
  completedIndexes: '0-1',
  ...more,
});

describe('a removed object', () => {
  test('that never ran leaves nothing', () => {
    expect(removedRecord(newRecord('a', SOURCE, ''), 1_000)).toBeUndefined();
  });

  test('leaves a record without a run, through JSON', () => {
    const stored = decodeRecord(JSON.parse(JSON.stringify(encodeRecord(removed))));

    expect(stored).toEqual(removed);
    expect(stored?.run).toBeUndefined();
    expect(stored?.left?.run?.succeeded).toEqual(range(0, 4));
    expect(decodeRecord({ ...encodeRecord(removed), left: { format: 1 } })).toBeUndefined();
  });

  test('is remembered whole for a week, by the number of its run for a quarter of a year, and then not at all', () => {
    const whole = fadedRecord(removed, 1_000 + REMOVED_WHOLE_MS);
    const faded = fadedRecord(removed, 1_001 + REMOVED_WHOLE_MS);
    const last = fadedRecord(removed, 1_000 + REMOVED_KEPT_MS);

    expect(whole).toBe(removed);
    expect(faded).toEqual({ ...newRecord('a', SOURCE, ''), lastRun: 3, removedAt: 1_000 });
    expect(last).toEqual(faded);
    expect(fadedRecord(removed, 1_001 + REMOVED_KEPT_MS)).toBeUndefined();
  });

  test('that comes back with a status, be it an old one, goes on from its record', () => {
    const back = returnedRecord(removed, status());

    expect(back).toMatchObject({ run, rerunSeen: 'again', ledger: { any: true } });
    // No deadline runs while it is away.
    expect(back.run?.suspendedAt).toBe(1_000);
    expect(back.removedAt).toBeUndefined();
    expect(back.deletingSince).toBeUndefined();
  });

  test.each<[string, Json | undefined]>([
    ['without a status', undefined],
    ['with the status of another source', status({ object: 'ArrayJob/a@11111111' })],
    ['with the status of another object', status({ object: `ArrayJob/b@${SOURCE}` })],
    ['with the status of a run that the record has not heard of', status({ run: 4 })],
    ['with nonsense', 'done'],
  ])('that comes back %s is not the one that was removed', (_what, there) => {
    expect(returnedRecord(removed, there)).toBe(removed);
  });

  test('that a version which does not know of what was left has gone on with is not set back', () => {
    const { removedAt: _removed, ...rest } = removed;
    const later: ObjectRecord = { ...rest, run: { ...run, succeeded: range(0, 9) } };

    expect(returnedRecord(later, status())).toBe(later);
  });

  test('removed a second time keeps what it had, and not what it had had before', () => {
    const again = removedRecord({ ...record, left: record }, 2_000);

    expect(again?.left?.left).toBeUndefined();
    expect(again?.left?.run).toMatchObject(run);
  });
});
