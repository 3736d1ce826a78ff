import { asOf, gateOf, generationOf, type Upstream } from '../core/dependencies.ts';
import { type Policy, refusalOf } from '../api/index.ts';
import type { BatchApi } from '../batch/api.ts';
import type { Failure } from '../batch/outcome.ts';
import type { Desired } from '../core/desired.ts';
import { sentences } from '../core/finding.ts';
import { EMPTY, intersect, size } from '../core/intervals.ts';
import type { Json } from '../core/json.ts';
import { arraysOf } from '../core/native.ts';
import { looksOf } from '../core/observation.ts';
import type { PlanEvent } from '../core/outcomes.ts';
import { type DefinitionState, plan, type Plan, type PlanInput, type WorkState } from '../core/plan.ts';
import { failuresMatter } from '../core/patience.ts';
import { SETTLED_PHASES } from '../core/conditions.ts';
import type { ObjectRecord, RunRecord } from '../core/record.ts';
import { returnedRecord } from '../core/removal.ts';
import type { Status } from '../core/status.ts';
import { TAG_NAME, TAG_SOURCE } from '../core/names.ts';
import type { StateStore } from '../state/index.ts';
import type { Source } from '../source/index.ts';
import { readLedgerHead, resolveWork, type S3Port } from '../work/index.ts';
import type { Surroundings } from './around.ts';
import { type Catalog, type Declared, isRemoved, keyOf } from './catalog.ts';
import type { Definitions } from './definitions.ts';
import type { Observer, Patience } from './observer.ts';
import { rebuild } from './rebuild.ts';
import type { Records } from './records.ts';

/** What deciding needs from outside. */
export interface PassDeps {
  readonly api: BatchApi;
  readonly sourceId: string;
  /** The id of the source is older than the store, so that any object may have had a record. */
  readonly recovered: boolean;
  readonly source: Pick<Source, 'readBeside'>;
  readonly records: Pick<Records, 'load' | 'prefix'>;
  /** Where items are kept; for `plan`, a store whose writes go nowhere. */
  readonly store: StateStore;
  readonly definitions: Definitions;
  readonly observer: Observer;
  /** Absent where no advice is wanted. */
  readonly surroundings: Surroundings | undefined;
  readonly s3: S3Port;
  readonly now: () => number;
  readonly settleMs: number;
  readonly lookingSince: number;
  /** Only looks, as `plan` does: a lost record is rebuilt from what shows at once. */
  readonly onlyLooks?: boolean;
  readonly signal: AbortSignal;
  /** How other objects stand, as their last decision left them. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** What specs may ask for, also of what only a pass finds out: definitions in Batch, and numbers of items. */
  readonly policy: Policy | undefined;
  /** How often failures that nothing hangs on are looked up while an array runs. */
  readonly listEveryMs: number;
}

/** A decision about one ArrayJob, with what it rests on. */
export interface Decision {
  readonly input: PlanInput;
  readonly plan: Plan;
  /** A look at Batch failed; the decision rests on what was known before. */
  readonly lookFailed?: Failure;
  /** Its record was lost, and it has not been found out yet what has run. */
  readonly forgotten?: boolean;
  /** It is not declared, and it cannot be told that it was removed: it is looked after as one whose spec has errors. */
  readonly isMissing: boolean;
}

const RETURNED: PlanEvent = {
  type: 'Normal',
  reason: 'Returned',
  message: 'It had been removed from the source, and is back with its status: it goes on where it was',
};

/** Loads, resolves, observes and plans: everything of a pass before something is done. */
export async function decide(name: string, catalog: Catalog, deps: PassDeps): Promise<Decision> {
  const declared = catalog.objects.get(keyOf('ArrayJob', name));
  const kept = await deps.records.load(name);
  const loaded = kept && declared ? returnedRecord(kept, declared.status) : kept;
  const found = await declaredState(declared, loaded, catalog, deps);
  const { ledger } = found;
  const {
    state,
    record,
    rebuilt,
    forgotten = false,
  } = await recall(name, declared, loaded, found.state, deps);
  const looks = looksOf(record, deps.now(), deps.settleMs);
  const tags = { [TAG_NAME]: name, [TAG_SOURCE]: deps.sourceId };
  const observed = await deps.observer.observe(
    name,
    looks,
    () => tags,
    patienceOf(state, declared, record, deps),
  );
  const known = record === undefined || ledger === undefined ? record : { ...record, ledger };
  const { observations } = observed;
  const around =
    state.kind === 'valid'
      ? await deps.surroundings?.of({ name, desired: state.desired, record, observed: observations })
      : undefined;
  const input: PlanInput = {
    now: deps.now(),
    name,
    sourceId: deps.sourceId,
    declared: state,
    record: known,
    observed: observations,
    askedAt: observed.askedAt,
    ...(around === undefined ? {} : { around }),
    before: statusIn(declared?.status),
    settings: { settleMs: deps.settleMs, lookingSince: deps.lookingSince, serviceNow: deps.api.serviceNow() },
  };
  const decided = plan(input);
  const pinned = withPin(withLedger(decided, ledger, declared), input);
  const returned: PlanEvent | undefined = loaded === kept ? undefined : RETURNED;
  const told = [rebuilt, returned].filter((each) => each !== undefined);
  return {
    input,
    forgotten,
    isMissing: declared === undefined && state.kind === 'invalid',
    plan: { ...pinned, events: [...told, ...pinned.events] },
    ...(observed.failure === undefined ? {} : { lookFailed: observed.failure }),
  };
}

/** What is only reported may wait; what is decided by, or what changed, may not. */
function patienceOf(
  state: PlanInput['declared'],
  declared: Declared | undefined,
  record: ObjectRecord | undefined,
  { listEveryMs }: PassDeps,
): Patience {
  if (state.kind !== 'valid' || state.definition.kind !== 'ready') return { terms: '', listEveryMs: 0 };
  const matters = record?.run === undefined || failuresMatter(state.desired, record.run);
  return {
    terms: `${declared?.specDigest} ${state.definition.reference}`,
    listEveryMs: matters ? 0 : listEveryMs,
  };
}

/** Makes up for a record that was lost. As long as that fails, nothing of the object is submitted. */
async function recall(
  name: string,
  declared: Declared | undefined,
  record: ObjectRecord | undefined,
  state: PlanInput['declared'],
  deps: PassDeps,
): Promise<{
  readonly state: PlanInput['declared'];
  readonly record: ObjectRecord | undefined;
  readonly rebuilt?: PlanEvent;
  readonly forgotten?: boolean;
}> {
  if (record?.run !== undefined || state.kind !== 'valid' || state.definition.kind !== 'ready') {
    return { state, record };
  }
  const { desired, definition } = state;
  const prefix = deps.records.prefix(name);
  const made = await rebuild({ name, desired, definition, status: declared?.status, prefix }, deps);
  switch (made.kind) {
    case 'nothing':
      return { state, record };
    case 'rebuilt': {
      const rebuilt: PlanEvent = { type: 'Warning', reason: 'RecordRebuilt', message: made.message };
      return { state, record: { ...record, ...made.record }, rebuilt };
    }
    case 'refused':
    case 'retry': {
      const message = `What has run already must be found out first: ${made.message}`;
      const held: DefinitionState =
        made.kind === 'retry'
          ? { kind: 'pending', message }
          : { kind: 'failed', reason: 'CannotRebuild', message };
      return { state: { ...state, definition: held }, record, forgotten: true };
    }
  }
}

async function declaredState(
  declared: Declared | undefined,
  record: ObjectRecord | undefined,
  catalog: Catalog,
  deps: PassDeps,
): Promise<{ readonly state: PlanInput['declared']; readonly ledger?: Json }> {
  if (declared === undefined) {
    const isKnown = async (name: string): Promise<boolean> => (await deps.records.load(name)) !== undefined;
    const gone = await isRemoved(catalog, record?.file, isKnown);
    return { state: gone ? { kind: 'gone' } : { kind: 'invalid', findings: [] } };
  }
  if (declared.spec.kind !== 'ArrayJob') return { state: { kind: 'invalid', findings: declared.findings } };
  const { desired } = declared.spec;
  const rerun = (desired.rerun ?? '') !== '' && desired.rerun !== record?.rerunSeen && record !== undefined;
  const pin = record?.run?.definition;
  const pinned = pin?.written === desired.jobDefinition && !rerun ? pin.reference : undefined;
  const own = catalog.objects.get(keyOf('JobDefinition', desired.jobDefinition));
  const definition = await deps.definitions.resolve(desired.jobDefinition, own, pinned);
  const resolved = await resolveWork({
    desired,
    ledger: readLedgerHead(record?.ledger),
    store: deps.store,
    keyPrefix: deps.records.prefix(desired.name),
    lister: deps.s3,
    readBeside: (path) => deps.source.readBeside(declared.file, path),
    now: deps.now(),
    signal: deps.signal,
    again: rerun,
  });
  const work: WorkState =
    resolved.kind === 'failed'
      ? {
          kind: 'failed',
          terminal: resolved.class === 'terminal',
          reason: resolved.reason,
          message: sentences(resolved.message, resolved.remedy),
        }
      : {
          kind: 'resolved',
          live: resolved.live,
          added: resolved.added,
          retired: resolved.retired,
          renumbered: resolved.renumbered,
          ...(resolved.dueAt === undefined ? {} : { dueAt: resolved.dueAt }),
        };
  const gate = gateOf(
    desired.dependsOn,
    resolved.kind === 'failed' ? EMPTY : resolved.live,
    upstreamsOf(desired, catalog, deps),
  );
  return {
    state: {
      kind: 'valid',
      desired,
      definition: allowedBy(deps.policy, desired, definition, work),
      work,
      gate,
    },
    ...(resolved.kind === 'failed' ? {} : { ledger: resolved.ledger as unknown as Json }),
  };
}

/** A definition that may not be used, be it for the number of indexes that it would be used for, is none. */
function allowedBy(
  policy: Policy | undefined,
  desired: Desired,
  definition: DefinitionState,
  work: WorkState,
): DefinitionState {
  const body = definition.kind === 'ready' ? definition.body : undefined;
  const total = work.kind === 'resolved' ? size(work.live) : undefined;
  const message = refusalOf(policy, desired, body, total);
  return message === undefined ? definition : { kind: 'failed', reason: 'PolicyViolation', message };
}

/** Upstreams that are declared but have not been looked at yet are not blamed for that. */
function upstreamsOf(desired: Desired, catalog: Catalog, deps: PassDeps): ReadonlyMap<string, Upstream> {
  return new Map(
    desired.dependsOn.flatMap((each): [string, Upstream][] => {
      if (each.kind === 'sequential') return [];
      const seen = deps.upstreams.get(each.name);
      if (seen !== undefined) return [[each.name, asOf(seen, deps.now())]];
      if (!catalog.objects.has(keyOf('ArrayJob', each.name))) return [];
      const unseen: Upstream = {
        name: each.name,
        phase: 'Pending',
        indexes: EMPTY,
        succeeded: EMPTY,
        failed: EMPTY,
        ready: false,
        settled: false,
        rootCause: each.name,
        revision: undefined,
        arrays: [],
        seenAt: 0,
      };
      return [[each.name, unseen]];
    }),
  );
}

function withLedger(decided: Plan, ledger: Json | undefined, declared: Declared | undefined): Plan {
  if (decided.record === undefined || declared === undefined) return decided;
  return {
    ...decided,
    record: { ...decided.record, file: declared.file, ...(ledger === undefined ? {} : { ledger }) },
  };
}

/**
 * A bare name of a definition outside the source is looked up when a run begins and kept from then on: somebody else's
 * new revision must not run everything again by surprise.
 */
function withPin(decided: Plan, input: PlanInput): Plan {
  const { record } = decided;
  if (record?.run === undefined || input.declared.kind !== 'valid') return decided;
  const { definition, desired } = input.declared;
  if (definition.kind !== 'ready') return decided;
  const run: RunRecord = {
    ...record.run,
    definition: { written: desired.jobDefinition, reference: definition.reference },
  };
  return { ...decided, record: { ...record, run } };
}

/** The status that stands in the file, if it can be made sense of: only the times of its conditions are taken from it. */
export function statusIn(value: Json | undefined): Status | undefined {
  const status = value as Partial<Status> | undefined | null;
  if (typeof status !== 'object' || status === null || !Array.isArray(status.conditions)) return undefined;
  const sound = (status.conditions as readonly unknown[]).every(
    (each) =>
      typeof each === 'object' &&
      each !== null &&
      ['type', 'status', 'lastTransitionTime'].every(
        (key) => typeof (each as Record<string, unknown>)[key] === 'string',
      ),
  );
  return sound ? (status as Status) : undefined;
}

/** How an object stands for those that depend on it. */
export function upstreamOf(
  name: string,
  status: Status | undefined,
  decision: Decision,
  blockedBy: ReadonlyMap<string, Upstream>,
): Upstream {
  const { declared } = decision.input;
  const indexes = declared.kind === 'valid' && declared.work.kind === 'resolved' ? declared.work.live : EMPTY;
  const run = decision.plan.record?.run;
  const phase = status?.phase ?? 'Pending';
  const causes =
    declared.kind === 'valid' ? declared.gate.unmet.flatMap((each) => blockedBy.get(each.name) ?? []) : [];
  // What is being replaced or stopped, or was not seen just now, is nothing to build on.
  const going = decision.plan.situation?.kind === 'running' && decision.lookFailed === undefined;
  const cause = phase === 'Blocked' ? causes.find((each) => each.settled && !each.ready) : undefined;
  return {
    name,
    phase,
    indexes,
    succeeded: intersect(run?.succeeded ?? EMPTY, indexes),
    failed: intersect(run?.failed ?? EMPTY, indexes),
    ready: phase === 'Succeeded',
    settled: SETTLED_PHASES.includes(phase) && phase !== 'Succeeded',
    rootCause: cause?.rootCause ?? name,
    revision: run === undefined ? undefined : generationOf(run),
    arrays: run === undefined ? [] : arraysOf(run).map((each) => ({ ...each, sound: each.sound && going })),
    seenAt: decision.input.now,
  };
}
