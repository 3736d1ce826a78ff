import { expect, test } from 'vitest';
import type { LeaseRecord, LeaseSight } from '../../src/state/lease-decision.ts';
import { decideLease, parseLease } from '../../src/state/lease-decision.ts';

const own = { instance: 'me', ttlMs: 15_000, renewMs: 5_000 };
const record: LeaseRecord = {
  version: 1,
  epoch: 4,
  holder: 'host',
  instance: 'other',
  renewal: 9,
  ttlMs: 15_000,
  released: false,
  renewedAt: '2026-01-01T00:00:00.000Z',
};
const stands: LeaseSight = { kind: 'record', etag: 'e1', record };

test.each<readonly [string, LeaseSight, number, object]>([
  ['just seen', stands, 0, { act: 'wait', forMs: 5_000 }],
  ['unchanged for a moment less than the ttl', stands, 14_999, { act: 'wait', forMs: 1 }],
  ['unchanged for the ttl', stands, 15_000, { act: 'take', expected: 'e1', epoch: 5 }],
  ['changed at the last moment', { ...stands, etag: 'e2' }, 15_000, { act: 'wait', forMs: 5_000 }],
  [
    'of a longer ttl',
    { ...stands, record: { ...record, ttlMs: 20_000 } },
    15_000,
    { act: 'wait', forMs: 5_000 },
  ],
  [
    'released',
    { ...stands, record: { ...record, released: true } },
    0,
    { act: 'take', expected: 'e1', epoch: 5 },
  ],
  [
    'my own',
    { ...stands, record: { ...record, instance: 'me' } },
    0,
    { act: 'take', expected: 'e1', epoch: 5 },
  ],
  ['gone', { kind: 'absent' }, 1, { act: 'wait', forMs: 5_000 }],
  ['damaged', { kind: 'unreadable', etag: 'e3' }, 1, { act: 'wait', forMs: 5_000 }],
])('a record that is %s', (_, sight, afterMs, decision) => {
  const { memory } = decideLease({ highestEpoch: 0 }, stands, 1_000, own);

  expect(decideLease(memory, sight, 1_000 + afterMs, own).decision).toEqual(decision);
});

test('an empty store is taken at once, and a lost record does not lower the epoch', () => {
  const first = decideLease({ highestEpoch: 0 }, { kind: 'absent' }, 0, own);
  const { memory } = decideLease({ highestEpoch: 7 }, { kind: 'unreadable', etag: 'e' }, 0, own);

  expect(first.decision).toEqual({ act: 'take', expected: 'absent', epoch: 1 });
  expect(decideLease(memory, { kind: 'unreadable', etag: 'e' }, 15_000, own).decision).toMatchObject({
    epoch: 8,
  });
});

test.each([
  '',
  'null',
  '7',
  '{}',
  JSON.stringify({ ...record, ttlMs: 1e12 }),
  JSON.stringify(record).slice(0, -9),
])('the text %j is no lease', (text) => {
  expect(parseLease(text)).toBeUndefined();
});
