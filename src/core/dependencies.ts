import { amountOf, type Dependency } from './desired.ts';
import { digestOf } from './digest.ts';
import { EMPTY, format, intersect, isEmpty, size, subtract, type IntervalSet } from './intervals.ts';
import type { Unmet, UpstreamArray } from './native.ts';
import type { RunRecord } from './record.ts';

/** What a dependent needs to know of one upstream object. */
export interface Upstream {
  readonly name: string;
  readonly phase: string;
  readonly indexes: IntervalSet;
  readonly succeeded: IntervalSet;
  readonly failed: IntervalSet;
  /** The upstream's own work is done for its current spec. */
  readonly ready: boolean;
  /** Nothing more will happen by itself. */
  readonly settled: boolean;
  /** Why the upstream itself cannot go on: the name of the object where it began. */
  readonly rootCause: string;
  /** What it computes and from what (`generationOf`); undefined before that is known. */
  readonly revision: string | undefined;
  /** What Batch has of it. Sound ones only while it goes on by its present spec. */
  readonly arrays: readonly UpstreamArray[];
  /** When Batch was last asked about them, in milliseconds since 1970. */
  readonly seenAt: number;
}

/** Arrays that were looked at longer ago are not passed on to Batch: it may have forgotten them. */
const FRESH_MS = 2 * 60_000;

/** An upstream as it may be built on now. */
export function asOf(upstream: Upstream, now: number): Upstream {
  const age = now - upstream.seenAt;
  if (age >= 0 && age <= FRESH_MS) return upstream;
  return { ...upstream, arrays: upstream.arrays.map((each) => ({ ...each, sound: false })) };
}

/** Which indexes the dependencies let run now, and what the others wait for. */
export interface Gate {
  readonly allowed: IntervalSet;
  readonly sequential: boolean;
  /** What is being waited for, in words; empty when nothing is. */
  readonly waitingFor: readonly string[];
  /** Dependencies that will not come by themselves, in words that name the root cause. */
  readonly blockedBy: readonly string[];
  /** The dependencies that are not met for all indexes, with what Batch could wait for in our place. */
  readonly unmet: readonly Unmet[];
  /** The revisions of everything upstream, as one text; undefined while one of them is not known. */
  readonly inputs: string | undefined;
}

/** The indexes of `all` that may start, given the state of everything they depend on. */
export function gateOf(
  dependsOn: readonly Dependency[],
  all: IntervalSet,
  upstreams: ReadonlyMap<string, Upstream>,
): Gate {
  let allowed = all;
  let sequential = false;
  const waitingFor: string[] = [];
  const blockedBy: string[] = [];
  const unmet: Unmet[] = [];
  const inputs: (string | undefined)[] = [];
  for (const each of dependsOn) {
    if (each.kind === 'sequential') {
      sequential = true;
      continue;
    }
    const upstream = upstreams.get(each.name);
    if (upstream === undefined) {
      allowed = EMPTY;
      inputs.push(undefined);
      blockedBy.push(`${each.name}, which is not in the source`);
      continue;
    }
    inputs.push(upstream.revision === undefined ? undefined : `${each.name}=${upstream.revision}`);
    const open = openOf(each, all, upstream);
    if (size(open) < size(all)) {
      unmet.push(unmetOf(each, open, upstream));
      if (upstream.ready) blockedBy.push(partnerlessOf(subtract(all, open), upstream));
      else if (upstream.settled) blockedBy.push(wordsOf(upstream));
      else waitingFor.push(progressOf(upstream));
    }
    allowed = intersect(allowed, open);
  }
  return {
    allowed,
    sequential,
    waitingFor,
    blockedBy,
    unmet,
    inputs: inputs.includes(undefined) ? undefined : inputs.sort().join(' '),
  };
}

function unmetOf(
  each: Exclude<Dependency, { kind: 'sequential' }>,
  open: IntervalSet,
  upstream: Upstream,
): Unmet {
  return {
    name: each.name,
    kind: each.kind === 'nToN' ? 'nToN' : each.minSucceeded === undefined ? 'whole' : 'share',
    seen: upstream.revision !== undefined,
    open,
    unfinished: subtract(upstream.indexes, upstream.succeeded),
    arrays: upstream.arrays,
  };
}

function openOf(
  each: Exclude<Dependency, { kind: 'sequential' }>,
  all: IntervalSet,
  upstream: Upstream,
): IntervalSet {
  // An index without a partner has nothing that could succeed for it.
  if (upstream.ready) return each.kind === 'nToN' ? intersect(all, upstream.indexes) : all;
  if (each.kind === 'nToN') return intersect(all, upstream.succeeded);
  if (each.minSucceeded === undefined) return EMPTY;
  const needed = amountOf(each.minSucceeded, size(upstream.indexes));
  return size(intersect(upstream.succeeded, upstream.indexes)) >= needed && !isEmpty(upstream.indexes)
    ? all
    : EMPTY;
}

/** Totals that only the items tell may turn out unequal. */
function partnerlessOf(indexes: IntervalSet, upstream: Upstream): string {
  const text = format(indexes);
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `${upstream.name} (${upstream.phase}, but without the indexes ${short}: N_TO_N needs equal totals)`;
}

function progressOf(upstream: Upstream): string {
  if (upstream.seenAt === 0 && upstream.revision === undefined) return `${upstream.name} (not looked at yet)`;
  return `${upstream.name} (${size(upstream.succeeded)}/${size(upstream.indexes)} succeeded)`;
}

function wordsOf(upstream: Upstream): string {
  const root = upstream.rootCause === upstream.name ? '' : `, because of ${upstream.rootCause}`;
  return `${upstream.name} (${upstream.phase}${root})`;
}

/** The lineage of results that are begun from these inputs; empty for those of something that depends on nothing. */
export function lineageFrom(inputs: string): string {
  return inputs === '' ? '' : digestOf(inputs);
}

/**
 * What the results of a run are, for those that are computed from them: its revision, and what it was itself computed
 * from, so that a change travels down a whole chain. Undefined while the latter is not known.
 */
export function generationOf(run: Pick<RunRecord, 'revision' | 'inputs' | 'lineage'>): string | undefined {
  const lineage = run.lineage ?? (run.inputs === '' ? '' : undefined);
  return lineage === undefined ? undefined : `${run.revision}.${lineage}`;
}

/** Whether something that both texts name (`name=revision name=revision`) has another revision in the second. */
export function isStale(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const known = new Map(before.split(' ').map((each): [string, string] => splitAt(each)));
  return after.split(' ').some((each) => {
    const [name, revision] = splitAt(each);
    const old = known.get(name);
    return old !== undefined && !isSameGeneration(old, revision);
  });
}

/** Records of before there was a lineage name revisions alone. */
function isSameGeneration(a: string, b: string): boolean {
  if (a.includes('.') && b.includes('.')) return a === b;
  return a.split('.', 1)[0] === b.split('.', 1)[0];
}

function splitAt(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
