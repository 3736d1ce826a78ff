import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintConditions } from '../../src/core/conditions.ts';
import { gateOf } from '../../src/core/dependencies.ts';
import { EMPTY, intersect, isEmpty, range, subtract } from '../../src/core/intervals.ts';
import type { FailedChild, Observation, ObservedJob } from '../../src/core/observation.ts';
import { plan } from '../../src/core/plan.ts';
import { applySubmission, type SubmitOutcome } from '../../src/core/apply.ts';
import { decodeRecord, encodeRecord } from '../../src/core/record-text.ts';
import { JOB_STATES, type ObjectRecord } from '../../src/core/record.ts';
import { BODY, DESIRED, MORE_MEMORY, SETTLE_MS } from './world.ts';

const jobs: fc.Arbitrary<ObservedJob> = fc.record(
  {
    jobId: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom(...JOB_STATES),
    statusReason: fc.constantFrom('x', 'arrayjob: suspended', 'Dependent Job failed'),
    isTerminated: fc.boolean(),
    summary: fc.dictionary(fc.constantFrom(...JOB_STATES), fc.nat(12)),
    exitCode: fc.nat(2),
  },
  { requiredKeys: ['jobId', 'status'] },
);
const children: fc.Arbitrary<FailedChild[]> = fc.array(
  fc.record(
    { position: fc.nat(15), statusReason: fc.constantFrom('x', 'arrayjob: suspended'), exitCode: fc.nat(2) },
    { requiredKeys: ['position'] },
  ),
  { maxLength: 10 },
);
const looks: fc.Arbitrary<Observation | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant({ kind: 'absent' as const }),
  fc.record({ kind: fc.constant('search' as const), jobs: fc.array(jobs, { maxLength: 3 }) }),
  fc.record(
    {
      kind: fc.constant('job' as const),
      job: jobs,
      failed: children,
      succeeded: fc.array(fc.nat(15), { maxLength: 10 }),
    },
    { requiredKeys: ['kind', 'job'] },
  ),
);
const outcomes: fc.Arbitrary<SubmitOutcome | undefined> = fc.constantFrom<SubmitOutcome | undefined>(
  undefined,
  { kind: 'submitted', jobId: 'a' },
  { kind: 'cleared' },
  { kind: 'unknown' },
  { kind: 'refused', code: 'Refused', message: 'no' },
);
const passes = fc.array(
  fc.record({
    /** The clock may go back. */
    wait: fc.integer({ min: -100_000, max: 400_000 }),
    looks: fc.array(looks, { minLength: 4, maxLength: 4 }),
    outcomes: fc.array(outcomes, { minLength: 4, maxLength: 4 }),
    declared: fc.constantFrom('valid', 'valid', 'valid', 'invalid', 'gone'),
    size: fc.nat(12),
    more: fc.boolean(),
    other: fc.boolean(),
    suspend: fc.boolean(),
    sequential: fc.boolean(),
    renumbered: fc.boolean(),
    rerun: fc.constantFrom(undefined, '1', 'failed@2', '0-3@3'),
    onChange: fc.constantFrom('Replace' as const, 'Wait' as const, 'Ignore' as const),
    limit: fc.nat(2),
  }),
  { maxLength: 25 },
);

test('whatever Batch, the clock and the spec say, plan neither throws nor contradicts itself', () => {
  fc.assert(
    fc.property(passes, (given) => {
      let record: ObjectRecord | undefined;
      let now = 1_000_000_000;
      for (const pass of given) {
        now += pass.wait;
        const shards = record?.run?.shards ?? [];
        const observed = new Map(
          shards.flatMap((shard, i): [string, Observation][] => {
            const look = pass.looks[i];
            return look === undefined ? [] : [[shard.name, look]];
          }),
        );
        const live = range(0, pass.size);
        const dependsOn = pass.sequential ? [{ kind: 'sequential' as const }] : [];
        const overrides = pass.more ? MORE_MEMORY : {};
        const input = {
          now,
          name: 'a',
          sourceId: '00000000',
          declared:
            pass.declared === 'gone'
              ? { kind: 'gone' as const }
              : pass.declared === 'invalid'
                ? { kind: 'invalid' as const, findings: [] }
                : {
                    kind: 'valid' as const,
                    desired: {
                      ...DESIRED,
                      ...pass,
                      shardSize: 4,
                      backoffLimitPerIndex: pass.limit,
                      dependsOn,
                      submit: pass.other ? { ...overrides, parameters: { a: '1' } } : overrides,
                    },
                    definition: { kind: 'ready' as const, reference: 'd:1', body: BODY },
                    work: {
                      kind: 'resolved' as const,
                      live,
                      added: EMPTY,
                      retired: EMPTY,
                      renumbered: pass.renumbered,
                    },
                    gate: gateOf(dependsOn, live, new Map()),
                  },
          record,
          observed,
          before: undefined,
          settings: { settleMs: SETTLE_MS, lookingSince: 0 },
        };

        const decided = plan(input);

        expect(plan(input)).toEqual(decided);
        const { status } = decided;
        if (status !== undefined) expect(lintConditions(status.phase, status.conditions)).toEqual([]);
        if (status?.indexes !== undefined) {
          const { total, ...parts } = status.indexes;
          expect(Object.values(parts).reduce((a, b) => a + b)).toBe(total);
          expect(Object.values(parts).every((each) => each >= 0)).toBe(true);
        }
        const { run } = decided.record ?? {};
        if (run !== undefined) {
          expect(isEmpty(intersect(run.succeeded, run.failed))).toBe(true);
          const names = run.shards.map((shard) => shard.name);
          expect(new Set(names).size).toBe(names.length);
        }
        const submits = decided.actions.filter((each) => each.kind === 'submit');
        for (const each of submits) {
          const intent = run?.shards.find((shard) => shard.name === each.name);
          expect(intent?.phase).toBe('intended');
          for (const other of run!.shards) {
            if (other.name === each.name) continue;
            const open = subtract(other.indexes, other.settled);
            expect(isEmpty(intersect(open, each.indexes))).toBe(true);
          }
        }
        record = decided.record;
        for (const [i, each] of submits.entries()) {
          const outcome = pass.outcomes[i];
          if (record !== undefined && outcome !== undefined)
            record = applySubmission(record, each.name, outcome, now);
        }
        if (record !== undefined) {
          const read = decodeRecord(JSON.parse(JSON.stringify(encodeRecord(record))));
          expect(read).toBeDefined();
          record = read;
        }
      }
    }),
    { numRuns: Number(process.env['PLAN_HISTORIES'] ?? 300) },
  );
});
