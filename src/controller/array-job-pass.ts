import type { Upstream } from '../core/dependencies.ts';
import { sameJson } from '../core/json.ts';
import { isLookedFor } from '../core/observation.ts';
import { newRecord, type ObjectRecord } from '../core/record.ts';
import type { Status } from '../core/status.ts';
import type { StateStore } from '../state/index.ts';
import { readLedgerHead, sweepLedger } from '../work/index.ts';
import type { Ahead } from './ahead.ts';
import { type Declared, keyOf } from './catalog.ts';
import type { Clock } from './clock.ts';
import type { Definitions } from './definitions.ts';
import { execute, type ExecuteDeps } from './execute.ts';
import type { FailureLogs } from './failure-logs.ts';
import type { Listener } from './listener.ts';
import type { Loader } from './loader.ts';
import type { createLookAgain } from './look-again.ts';
import { statusAfter } from './outcome.ts';
import { decide, type Decision, type PassDeps, upstreamOf } from './pass.ts';
import type { Again } from './queue.ts';
import type { Records } from './records.ts';
import type { Standings } from './standings.ts';
import type { Sweeps } from './sweeps.ts';

export interface ArrayJobPassDeps {
  readonly loader: Pick<Loader, 'catalog' | 'sourceId'>;
  /** Others after the lease has been away. */
  readonly records: () => Records;
  readonly store: StateStore;
  readonly definitions: Definitions;
  readonly upstreams: Map<string, Upstream>;
  readonly ahead: Ahead;
  readonly standings: Standings;
  readonly sweeps: Pick<Sweeps, 'drop'>;
  readonly failureLogs: FailureLogs;
  readonly listener: Listener;
  readonly clock: Clock;
  readonly lookAgain: ReturnType<typeof createLookAgain>;
  readonly deciding: () => PassDeps;
  readonly executing: () => ExecuteDeps;
  /** Has an object passed soon; undefined where one pass is all there is. */
  readonly enqueue: () => ((key: string) => void) | undefined;
  /** Whether others are ready for a pass and wait for a worker. */
  readonly othersWait: () => boolean;
  /** Has everything passed that depends on an object. */
  readonly touch: (key: string) => void;
  /** Is told of objects of which it is not known yet what has run: a record was lost, or it is looked for a job. */
  readonly unclear: Set<string>;
}

/** What is put off until something upstream has been looked at goes on when that has changed, or else after so long. */
const AHEAD_RETRY_MS = 1_000;

/**
 * Actions of one object before others that wait have their turn: calls wait for the budget, and a worker that waits for a hundred of
 * them serves nobody else. With all workers on large objects, one that is small waits some seconds at the most.
 */
const ACTIONS_MAX = 20;

/** What of an object is nothing to those that depend on it: when it was seen last. */
const SIGHT = new Set(['seenAt']);

/** One whole pass over an ArrayJob: decides, remembers, acts, remembers again, and says how it stands. */
export function createArrayJobPass(deps: ArrayJobPassDeps): (key: string, name: string) => Promise<Again> {
  const { loader, store, definitions, upstreams, ahead, standings, failureLogs, listener, clock } = deps;
  const { records, touch, unclear } = deps;
  /** The root of each object's items as of its last pass. */
  const swept = new Map<string, string | null>();
  /** Objects of which it has been said that they are missing. */
  const missing = new Set<string>();

  function awaitsDefinition({ spec }: Declared): boolean {
    if (spec.kind !== 'ArrayJob') return false;
    const own = loader.catalog.objects.get(keyOf('JobDefinition', spec.desired.jobDefinition));
    return own?.spec.kind === 'JobDefinition' && !definitions.isDecided(own.name);
  }

  /** Items of earlier generations go once a record that no longer names them is durable. */
  async function sweep(name: string, record: ObjectRecord, earlier: ObjectRecord | undefined): Promise<void> {
    const before = swept.get(name) ?? readLedgerHead(earlier?.left?.ledger)?.root;
    const ledger = readLedgerHead(record.ledger);
    swept.set(name, ledger?.root ?? null);
    if (ledger === undefined || before === undefined || before === ledger.root) return;
    await sweepLedger({ ledger, store, keyPrefix: records().prefix(name) });
  }

  function settle(
    key: string,
    declared: Declared | undefined,
    decision: Decision,
    status: Status | undefined,
  ): void {
    const name = key.slice(key.indexOf('/') + 1);
    const before = upstreams.get(name);
    const after = upstreamOf(name, status, decision, upstreams);
    upstreams.set(name, after);
    if (!sameJson(before, after, SIGHT)) touch(key);
    if (declared !== undefined && status !== undefined) standings.stand(key, declared, status);
  }

  /** What is missing may only be unreadable for the moment: nothing is stopped for that, and it is said once. */
  function tellMissing(key: string, { isMissing, plan: { record } }: Decision): void {
    if (!isMissing || record?.run === undefined) missing.delete(key);
    else if (!missing.has(key)) {
      missing.add(key);
      const { complete } = loader.catalog;
      listener.problem(
        `${record.name} is not declared any more, but ${complete ? `${record.file ?? 'its file'} has a document that makes no sense` : 'something in the source cannot be read, or has no content'}: nothing of it is stopped before that is mended or deleted`,
        { object: key },
      );
    }
  }

  return async (key, name) => {
    const enqueue = deps.enqueue();
    const declared = loader.catalog.objects.get(key);
    // Its definition's first pass makes it go again: until then there is nothing to say that is not said better then.
    if (declared !== undefined && awaitsDefinition(declared)) return { kind: 'done' };
    const decision = await decide(name, loader.catalog, deps.deciding());
    const behind = enqueue === undefined ? [] : ahead.of(key, decision);
    if (behind.length > 0) {
      for (const each of behind) enqueue?.(keyOf('ArrayJob', each));
      return { kind: 'after', ms: AHEAD_RETRY_MS };
    }
    if (decision.forgotten === true) unclear.add(key);
    else unclear.delete(key);
    for (const event of decision.plan.events) listener.event(key, event);
    const { record } = decision.plan;
    tellMissing(key, decision);
    if (decision.plan.actions.some((each) => each.kind === 'forget')) {
      // A duplicate may have been found in the same look: it is stopped before what tells of it goes.
      const { retry } = await execute(decision.plan, newRecord(name, loader.sourceId, ''), deps.executing());
      if (retry) return { kind: 'backoff' };
      await records().forget(name, record);
      upstreams.delete(name);
      standings.drop(key);
      deps.sweeps.drop(key);
      failureLogs.forget(name);
      touch(key);
      return { kind: 'done' };
    }
    if (record === undefined) {
      if (decision.isMissing) return { kind: 'done' };
      settle(key, declared, decision, decision.plan.status);
      return { kind: 'done' };
    }
    const noted = await failureLogs.note(record, decision.input.record);
    // Nothing is done from a record that an earlier holder could still write: acting claims it first.
    await records().save(noted, { claim: decision.plan.actions.length > 0 });
    // One pass by itself has no next one to leave anything to.
    const limit =
      enqueue === undefined ? {} : { mayGoOn: (begun: number) => begun < ACTIONS_MAX || !deps.othersWait() };
    const done = await execute(decision.plan, noted, { ...deps.executing(), ...limit });
    await records().save(done.record);
    if (done.record.run?.shards.some(isLookedFor) === true) unclear.add(key);
    await sweep(name, done.record, decision.input.record);
    for (const event of done.events) listener.event(key, event);
    const status = statusAfter(decision, done.record, clock.now());
    if (!decision.isMissing)
      settle(key, declared, { ...decision, plan: { ...decision.plan, record: done.record } }, status);
    // One pass by itself looks at nothing again.
    if (enqueue === undefined) return { kind: 'done' };
    const again = deps.lookAgain(key, decision, done.record, done.retry);
    return done.more && !done.retry ? { kind: 'after', ms: 0 } : again;
  };
}
