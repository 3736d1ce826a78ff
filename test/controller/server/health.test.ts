import { describe, expect, test } from 'vitest';
import { liveness, readiness, STUCK_MS } from '../../../src/controller/server/health.ts';
import type { Vitals } from '../../../src/controller/server/health.ts';
import { vitalsOf } from './support.ts';

const late = STUCK_MS + 1;
const inspection = vitalsOf().inspection!;
const busy = { ...inspection, queue: { ready: 3, delayed: 0, active: 8 } };

describe('liveness', () => {
  test.each<[string, Partial<Vitals>, boolean]>([
    ['nothing to do for hours', { now: late }, true],
    ['work, and a pass that has just ended', { inspection: { ...busy, lastPassAt: late }, now: late }, true],
    ['work, and a call that was just answered', { inspection: busy, lastCallAt: late, now: late }, true],
    ['work, and nothing for too long', { inspection: busy, now: late }, false],
    ['standing by, before there is a loop', { inspection: undefined, now: late }, true],
    [
      'only delayed objects',
      { inspection: { ...inspection, queue: { ready: 0, delayed: 9, active: 0 } }, now: late },
      true,
    ],
  ])('%s', (_what, change, ok) => {
    expect(liveness(vitalsOf(change)).ok).toBe(ok);
  });
});

describe('readiness', () => {
  const refused = {
    type: 'SourceInStep',
    status: 'False',
    reason: 'PushRefused',
    message: 'the branch is protected',
    lastTransitionTime: '2026-01-01T00:00:00.000Z',
  } as const;
  const unread = { ...inspection, source: { ...inspection.source, read: false } };
  test.each<[string, Partial<Vitals>, boolean, string]>([
    ['read and held', {}, true, 'ready'],
    ['standing by', { inspection: undefined, lease: { state: 'standby', holder: 'h:1' } }, true, 'standby'],
    ['held, and not read', { inspection: unread }, false, 'reading'],
    ['held, and no loop yet', { inspection: undefined }, false, 'reading'],
    ['stopping', { inspection: { ...inspection, stopping: true } }, false, 'stopping'],
    [
      'read once, and unreadable now',
      { inspection: { ...inspection, source: { ...inspection.source, failure: 'gone' } } },
      true,
      'stale',
    ],
    [
      'read, and nothing can be pushed now',
      { inspection: { ...inspection, source: { ...inspection.source, condition: refused } } },
      true,
      'stale',
    ],
  ])('%s', (_what, change, ok, status) => {
    expect(readiness(vitalsOf(change))).toMatchObject({ ok, status });
  });
});
