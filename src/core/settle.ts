import { backoffMs, holdBack, strike } from './backoff.ts';
import type { Desired } from './desired.ts';
import { addFailures, createSigner } from './failures.ts';
import { EMPTY, fromIndexes, has, isEmpty, listOf, union, unionOf } from './intervals.ts';
import type { FailedChild, ObservedJob } from './observation.ts';
import type { RunRecord, ShardRecord } from './record.ts';
import { type Verdict, verdictOn } from './verdicts.ts';

/** Something worth an event line. */
export interface PlanEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What is being made of observations. */
export interface Folding {
  run: RunRecord;
  events: PlanEvent[];
  duplicates: { jobId: string; name: string }[];
}

export const TERMINATED_EXTERNALLY = 'TerminatedExternally';

/** Sorts the newly failed children of a shard into what becomes of their indexes. */
export function settleFailures(
  state: Folding,
  shard: ShardRecord,
  job: ObservedJob,
  failed: readonly FailedChild[],
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  now: number,
): ShardRecord {
  const sorted = new Map<Verdict, { index: number; child: FailedChild }[]>();
  const indexes = failed.length > 0 ? listOf(shard.indexes) : [];
  for (const child of failed) {
    const index = indexes[child.position];
    if (index === undefined || has(shard.settled, index)) continue;
    const verdict = verdictOn(child, shard, job, desired);
    const list = sorted.get(verdict);
    if (list === undefined) sorted.set(verdict, [{ index, child }]);
    else list.push({ index, child });
  }
  const sign = createSigner();
  const of = (...verdicts: readonly Verdict[]) =>
    verdicts.length === 1
      ? (sorted.get(verdicts[0]!) ?? [])
      : verdicts.flatMap((each) => sorted.get(each) ?? []);
  const set = (...verdicts: readonly Verdict[]) => fromIndexes(of(...verdicts).map((each) => each.index));

  const before = unionOf(state.run.strikes);
  const { strikes, struck } = strike(state.run.strikes, set('Count'));
  const budget = desired.backoffLimitPerIndex;
  const spent = struck.slice(budget).reduce((sum, each) => union(sum, each), EMPTY);
  let backoff = state.run.backoff;
  struck.slice(0, budget).forEach((each, k) => {
    backoff = holdBack(backoff, now + backoffMs(k + 1), each);
  });
  // An ignored failure is at no cost, but a host that dies again at once must not be hammered either.
  backoff = holdBack(backoff, now + backoffMs(1), set('Ignore'));
  const external = of('external').map(({ index, child }) => ({
    index,
    child: { ...child, statusReason: `${TERMINATED_EXTERNALLY}: ${child.statusReason ?? 'no reason given'}` },
  }));
  const told = [...of('FailJob', 'FailIndex', 'Count', 'Ignore'), ...external];
  state.run = {
    ...state.run,
    strikes,
    backoff,
    failed: union(state.run.failed, union(spent, set('FailIndex', 'FailJob', 'external'))),
    ...(isEmpty(spent) ? {} : { spent: union(state.run.spent ?? EMPTY, spent) }),
    failures: addFailures(state.run.failures, told, sign),
    // Neither a lost host nor a person who stops children says anything about the program, and an index that fails
    // again says no more than it did.
    canary: of('FailJob', 'FailIndex', 'Count')
      .filter(({ index }) => !has(before, index))
      .reduce((count, { child }) => (count.passed ? count : watch(count, sign(child))), state.run.canary),
  };
  const [fatal] = of('FailJob');
  if (fatal !== undefined && state.run.stop === undefined) {
    const message = `Index ${fatal.index} failed as a rule of failurePolicy names: ${sign(fatal.child)}`;
    state.run = { ...state.run, stop: { reason: 'FailJobRule', message, at: now, outcome: 'Failed' } };
  }
  if (external.length > 0) {
    state.events.push({
      type: 'Warning',
      reason: TERMINATED_EXTERNALLY,
      message: `${external.length === 1 ? 'A child' : `${external.length} children`} of ${shard.name} ${external.length === 1 ? 'was' : 'were'} terminated by someone else, to be run again only when asked to by the annotation arrayjob.dev/rerun`,
    });
  }
  const all = fromIndexes([...sorted.values()].flat().map((each) => each.index));
  return { ...shard, settled: union(shard.settled, all) };
}

function watch(count: RunRecord['canary'], signature: string): RunRecord['canary'] {
  if (count.signature !== undefined && count.signature !== signature) return { ...count, passed: true };
  return { failed: count.failed + 1, signature, passed: false };
}
