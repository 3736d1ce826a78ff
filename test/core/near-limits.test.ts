import { describe, expect, test } from 'vitest';
import { aftermathOf } from '../../src/core/aftermath.ts';
import type { PlanInput } from '../../src/core/decision.ts';
import { gateOf } from '../../src/core/dependencies.ts';
import type { Desired } from '../../src/core/desired.ts';
import { EMPTY, format, range } from '../../src/core/intervals.ts';
import { nearLimits } from '../../src/core/near-limits.ts';
import { plan } from '../../src/core/plan.ts';
import { newRecord, newRun, type ObjectRecord, type RunRecord } from '../../src/core/record.ts';
import { digestsOf } from '../../src/core/revision.ts';
import { BODY, DESIRED } from './world.ts';

function inputOf(desired: Desired, size: number, record?: ObjectRecord): PlanInput {
  const live = range(0, size);
  return {
    now: 1_000,
    name: desired.name,
    sourceId: '01234567',
    declared: {
      kind: 'valid',
      desired,
      definition: { kind: 'ready', reference: 'd:1', body: BODY },
      work: { kind: 'resolved', live, added: EMPTY, retired: EMPTY, renumbered: false },
      gate: gateOf([], live, new Map()),
    },
    record,
    observed: new Map(),
    before: undefined,
    settings: { settleMs: 30_000, lookingSince: 0 },
  };
}
const limitsOf = (desired: Desired, size: number): readonly string[] => {
  const input = inputOf(desired, size);
  return nearLimits(input, plan(input));
};
function recordOf(desired: Desired, run: Partial<RunRecord>): ObjectRecord {
  const { revision, how } = digestsOf(desired, BODY);
  return {
    ...newRecord(desired.name, '01234567', ''),
    tags: desired.tags,
    run: { ...newRun(1, revision, how, 0), nextRound: 1, ...run },
  };
}

describe('limits that come near', () => {
  test('are none for an ordinary job', () => {
    expect(limitsOf(DESIRED, 100)).toEqual([]);
  });

  test('say how near', () => {
    const parameters = { a: 'é'.repeat(13_000) };
    const environment = [{ name: 'A', value: 'x'.repeat(7_000) }];

    expect(limitsOf({ ...DESIRED, submit: { parameters } }, 10)).toEqual([
      expect.stringMatching(/^bytes of a submission: 26\d{3} of at most 30720/),
    ]);
    expect(limitsOf({ ...DESIRED, submit: { containerOverrides: { environment } } }, 10)).toEqual([
      expect.stringMatching(/^characters of overrides: 7\d{3} of at most 8192/),
    ]);
  });

  test('name the many arrays that nothing holds back', () => {
    expect(limitsOf(DESIRED, 300_000)).toEqual([
      expect.stringMatching(/^300000 indexes are 30 arrays at a time/),
    ]);
    expect(limitsOf({ ...DESIRED, parallelism: 100 }, 300_000)).toEqual([]);
  });
});

describe('what a decision leads to', () => {
  const desired = DESIRED;
  const shard = {
    round: 0,
    shard: 0,
    name: 's',
    indexes: range(4, 10),
    phase: 'submitted' as const,
    jobId: 'j',
    intendedAt: 0,
    queue: 'q',
    how: digestsOf(desired, BODY).how,
    settled: EMPTY,
  };
  const going = recordOf(desired, { succeeded: range(0, 4), shards: [shard] });
  const changed: Desired = { ...desired, submit: { parameters: { x: '1' } } };

  test('goes past the arrays that are stopped', () => {
    const input = inputOf(changed, 10, going);

    const after = aftermathOf(input, plan(input));

    expect(plan(input).situation?.kind).toBe('holding');
    expect(after.stopped).toEqual({ arrays: 1, children: 6 });
    expect(format(after.toRun ?? EMPTY)).toBe('0-9');
    expect(format(after.redone)).toBe('0-3');
    expect(after.plan.actions.map((each) => each.kind)).toEqual(['submit']);
  });

  test('leaves alone what goes on', () => {
    const input = inputOf(desired, 12, going);

    const after = aftermathOf(input, plan(input));

    expect(after.stopped).toEqual({ arrays: 0, children: 0 });
    expect(format(after.toRun ?? EMPTY)).toBe('10-11');
  });
});
