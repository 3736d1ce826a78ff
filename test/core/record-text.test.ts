import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromIndexes, range } from '../../src/core/intervals.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { decodeRecord, encodeRecord } from '../../src/core/record-text.ts';
import { JOB_STATES, newRecord, newRun, type ObjectRecord, type ShardRecord } from '../../src/core/record.ts';

const sets = fc.array(fc.nat(40), { maxLength: 20 }).map(fromIndexes);
const time = fc.integer({ min: 0, max: 2 ** 42 });
const small = fc.nat(20);

const shards: fc.Arbitrary<ShardRecord> = fc.record(
  {
    round: small,
    shard: small,
    name: fc.string(),
    indexes: sets,
    phase: fc.constantFrom(
      'intended' as const,
      'doubtful' as const,
      'cleared' as const,
      'submitted' as const,
    ),
    intendedAt: time,
    queue: fc.string(),
    how: fc.string(),
    settled: sets,
    doubtSince: time,
    verify: fc.boolean(),
    jobId: fc.uuid(),
    status: fc.constantFrom(...JOB_STATES),
    summary: fc.dictionary(fc.constantFrom(...JOB_STATES), small),
    terminating: fc.record(
      { reason: fc.string(), at: time, sentAt: time },
      { requiredKeys: ['reason', 'at'] },
    ),
    missingSince: time,
    manifest: fc.record({ bucket: fc.string(), key: fc.string() }),
  },
  {
    requiredKeys: ['round', 'shard', 'name', 'indexes', 'phase', 'intendedAt', 'queue', 'how', 'settled'],
  },
);

const records: fc.Arbitrary<ObjectRecord> = fc
  .record({
    succeeded: sets,
    failed: sets,
    strikes: fc.array(sets, { maxLength: 3 }),
    backoff: fc.array(fc.record({ until: time, indexes: sets }), { maxLength: 3 }),
    shards: fc.array(shards, { maxLength: 3 }),
    ledger: fc.json().map((each) => JSON.parse(each) as Json),
    tags: fc.dictionary(fc.constantFrom('team', 'failed', 'indexes'), fc.constantFrom('x', '#1', '#')),
    past: fc.array(fc.record({ revision: fc.string(), how: fc.string(), succeeded: sets }), { maxLength: 3 }),
  })
  .map(({ ledger, tags, past, ...run }) => ({
    ...newRecord('a', '00000000', ''),
    ledger,
    tags,
    past,
    run: { ...newRun(1, '0123456789ab', 'h', 5), ...run },
  }));

const plain = (record: ObjectRecord): unknown => JSON.parse(JSON.stringify(record));

const stored = (): JsonObject =>
  encodeRecord({
    ...newRecord('a', '00000000', ''),
    past: [{ revision: 'r', how: 'h', succeeded: range(0, 3) }],
    run: {
      ...newRun(1, 'r', 'h', 5),
      succeeded: fromIndexes([1, 2, 8]),
      strikes: [range(4, 6)],
      backoff: [{ until: 9, indexes: range(4, 6) }],
      shards: [
        {
          round: 0,
          shard: 0,
          name: 'a-1',
          indexes: range(0, 9),
          phase: 'submitted',
          intendedAt: 1,
          queue: 'q',
          how: 'h',
          settled: range(4, 6),
        },
      ],
    },
  });

describe('a stored record', () => {
  test('comes back as it was, through JSON', () => {
    fc.assert(
      fc.property(records, (record) => {
        const read = decodeRecord(JSON.parse(JSON.stringify(encodeRecord(record))));
        expect(read === undefined ? undefined : plain(read)).toEqual(plain(record));
      }),
    );
  });

  test('shows interval sets as text that a person can read', () => {
    const run = stored().run as JsonObject;

    expect(run.succeeded).toBe('#1-2,8');
    expect(run.strikes).toEqual(['#4-5']);
  });

  test('keeps the ledger and the tags as they are, whatever their members are called', () => {
    const record = {
      ...newRecord('a', '00000000', ''),
      ledger: { indexes: '#1-3', failed: [1, 2] },
      tags: { failed: '#1' },
    };

    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an object of no format', {}],
    ['a newer format', { ...stored(), format: 2 }],
    ['a record without a name', { ...stored(), name: undefined }],
    ['a run that is null', { ...stored(), run: null }],
    ['a set with a part that is no interval', damaged(['run', 'succeeded'], '#1-2,x')],
    ['a set without its mark', damaged(['run', 'failed'], '1-2')],
    ['a shard without indexes', damaged(['run', 'shards', '0', 'indexes'], null)],
    ['a shard in no phase', damaged(['run', 'shards', '0', 'phase'], 'lost')],
    ['a strike that is a number', damaged(['run', 'strikes', '0'], 3)],
    ['a backoff without an end', damaged(['run', 'backoff', '0', 'until'], 'soon')],
    ['a run without its canary', damaged(['run', 'canary'], null)],
    ['a past revision without results', damaged(['past', '0', 'succeeded'], null)],
  ])('is not made of %s', (_, value) => {
    expect(decodeRecord(value)).toBeUndefined();
  });

  test('is never read from damage with an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => decodeRecord(value) === undefined));
    const text = JSON.stringify(stored());
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'x', '"', ',', '-'), (place, letter) => {
        let value: unknown;
        try {
          value = JSON.parse(text.slice(0, place) + letter + text.slice(place + 1));
        } catch {
          return;
        }
        const record = decodeRecord(value);
        if (record !== undefined) decodeRecord(encodeRecord(record));
      }),
    );
  });
});

/** The stored record with one member replaced; null takes it away. */
function damaged(path: readonly string[], value: Json): unknown {
  const copy = JSON.parse(JSON.stringify(stored())) as Record<string, unknown>;
  let place = copy;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string, unknown>;
  const last = path[path.length - 1]!;
  if (value === null) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}
