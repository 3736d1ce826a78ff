import type { BatchApi } from '../batch/api.ts';
import { type Aftermath, aftermathOf } from '../core/aftermath.ts';
import {
  type ChangeReport,
  type Estimate,
  type ObjectChange,
  type RunTimes,
  secondsAtMost,
} from '../core/change-report.ts';
import { childVcpus } from '../core/child-request.ts';
import { classesOf, compareDefinitions, compareJobs, type FieldChange } from '../core/compare.ts';
import { changesSince } from '../core/decided.ts';
import { sentences } from '../core/finding.ts';
import { format, type IntervalSet, isEmpty, size, subtract } from '../core/intervals.ts';
import type { JsonObject } from '../core/json.ts';
import { nearLimits } from '../core/near-limits.ts';
import { type Catalog, type Declared, keyOf } from './catalog.ts';
import type { Decision } from './pass.ts';
import type { Preview, Previewed } from './preview.ts';

/** Children whose run times are looked up are those of so many objects at the most: each costs a call. */
const SAMPLED_MAX = 20;

/** Many children at once are worth a word. */
const CHILDREN_MANY = 10_000;

/**
 * Puts together what a change does: `before` and `after` are what would be decided without it and with it, over the same
 * records and the same Batch. Without `before`, everything that would be done now.
 */
export async function compareCatalogs(options: {
  readonly base: { readonly catalog: Catalog; readonly preview: Preview } | undefined;
  readonly head: { readonly catalog: Catalog; readonly preview: Preview };
  /** Asked for the times of children that have ended; undefined: nobody is asked. */
  readonly api: BatchApi | undefined;
  readonly notes: readonly string[];
}): Promise<ChangeReport> {
  const { base, head, api } = options;
  const before = new Map((base?.preview.objects ?? []).map((each) => [each.key, each]));
  const after = new Map(head.preview.objects.map((each) => [each.key, each]));
  const keys = new Set([
    ...(base?.catalog.objects.keys() ?? []),
    ...after.keys(),
    ...head.catalog.objects.keys(),
  ]);
  const objects: ObjectChange[] = [];
  let sampled = 0;
  for (const key of keys) {
    const pair = {
      old: base?.catalog.objects.get(key),
      next: head.catalog.objects.get(key),
      before: before.get(key),
      after: after.get(key),
    };
    const change = changeOf(key, pair, base?.catalog, head.catalog);
    if (change === undefined) continue;
    const count = change.runs?.indexes === undefined ? 0 : size(change.runs.indexes);
    const decision = pair.after?.kind === 'ArrayJob' ? pair.after.decision : undefined;
    const estimate =
      count === 0 || decision === undefined
        ? undefined
        : await estimateOf(decision, sampled++ < SAMPLED_MAX ? api : undefined);
    objects.push(estimate === undefined ? change : { ...change, estimate });
  }
  return { objects, findings: findingsOf(head.catalog), notes: options.notes };
}

function findingsOf(catalog: Catalog): ChangeReport['findings'] {
  return [...catalog.findings]
    .sort((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'))
    .map(({ severity, place, message, remedy }) => ({
      severity,
      text: `${place.file}:${place.line}:${place.column}: ${sentences(message, remedy)}`,
    }));
}

interface Pair {
  readonly old: Declared | undefined;
  readonly next: Declared | undefined;
  readonly before: Previewed | undefined;
  readonly after: Previewed | undefined;
}

const NOTHING = { arrays: 0, children: 0 };

function changeOf(
  key: string,
  pair: Pair,
  base: Catalog | undefined,
  head: Catalog,
): ObjectChange | undefined {
  const { old, next, before, after } = pair;
  if (key.startsWith('JobDefinition/')) return definitionChange(key, pair, base !== undefined);
  const decision = after?.kind === 'ArrayJob' ? after.decision : undefined;
  if (decision === undefined) return undefined;
  const was = before?.kind === 'ArrayJob' ? before.decision : undefined;
  const now = aftermathOf(decision.input, decision.plan);
  const then = was === undefined ? undefined : aftermathOf(was.input, was.plan);
  const since = base === undefined ? changesSince(decision.input) : undefined;
  const fields = since?.fields ?? (base === undefined ? [] : fieldsOf(old, next, base, head));
  const uses = base === undefined ? [] : usedDefinition(old, next, base, head);
  const classes = since?.classes ?? classesOf([...fields, ...uses]);
  const change = kindOf(old, next, fields, base !== undefined);
  const runs = runsOf(now, then, classes.includes('what'));
  const stops = stopsOf(now, then);
  const submits = submitsOf(now);
  const differs = uses.length > 0 || !sameRuns(now, then) || stops.arrays > 0;
  if (base !== undefined && change === 'same' && !differs) return undefined;
  const { status } = now.plan;
  const message = status?.conditions[0]?.message;
  const affected = change === 'same' && base !== undefined;
  return {
    object: key,
    change: affected ? 'affected' : change,
    fields,
    classes,
    ...(status === undefined ? {} : { phase: status.phase }),
    ...(message === undefined ? {} : { message }),
    ...(affected ? { because: becauseOf(decision, uses, classes) } : {}),
    runs,
    submits,
    stops,
    registers: false,
    warnings: warningsOf(decision, now, runs, classes, next),
  };
}

function kindOf(
  old: Declared | undefined,
  next: Declared | undefined,
  fields: readonly FieldChange[],
  compared: boolean,
): ObjectChange['change'] {
  if (next === undefined) return 'removed';
  if (!compared) return 'same';
  if (old === undefined) return 'new';
  return fields.length > 0 || old.spec.kind !== next.spec.kind ? 'changed' : 'same';
}

function fieldsOf(
  old: Declared | undefined,
  next: Declared | undefined,
  base: Catalog,
  head: Catalog,
): readonly FieldChange[] {
  if (old?.spec.kind !== 'ArrayJob' || next?.spec.kind !== 'ArrayJob') return [];
  return compareJobs(old.spec.desired, next.spec.desired, {
    before: bodyOf(base, old.spec.desired.jobDefinition),
    after: bodyOf(head, next.spec.desired.jobDefinition),
  });
}

function bodyOf(catalog: Catalog, name: string): JsonObject | undefined {
  const declared = catalog.objects.get(keyOf('JobDefinition', name));
  return declared?.spec.kind === 'JobDefinition' ? declared.spec.desired.body : undefined;
}

/** The changes of the definition that an ArrayJob uses before and after. */
function usedDefinition(
  earlier: Declared | undefined,
  next: Declared | undefined,
  base: Catalog,
  head: Catalog,
): readonly FieldChange[] {
  if (earlier?.spec.kind !== 'ArrayJob' || next?.spec.kind !== 'ArrayJob') return [];
  if (earlier.spec.desired.jobDefinition !== next.spec.desired.jobDefinition) return [];
  const key = keyOf('JobDefinition', next.spec.desired.jobDefinition);
  const [old, own] = [base.objects.get(key), head.objects.get(key)];
  if (old?.spec.kind !== 'JobDefinition' || own?.spec.kind !== 'JobDefinition') return [];
  return compareDefinitions(old.spec.desired, own.spec.desired).filter((each) => each.class !== 'tags');
}

function becauseOf(
  decision: Decision,
  uses: readonly FieldChange[],
  classes: ObjectChange['classes'],
): string {
  const { declared } = decision.input;
  const name = declared.kind === 'valid' ? declared.desired.jobDefinition : '';
  if (uses.length > 0) return `its definition ${name} changes (${classes.join(', ')})`;
  const event = decision.plan.events.find((each) => each.reason === 'Rerun' || each.reason === 'NewRevision');
  return event?.message ?? 'what it depends on changes';
}

function runsOf(
  now: Aftermath,
  then: Aftermath | undefined,
  anew: boolean,
): NonNullable<ObjectChange['runs']> {
  const { toRun } = now;
  if (toRun === undefined) return { indexes: undefined, redone: 0 };
  // What would run anyway is no consequence of the change, unless it runs otherwise than it would have.
  const more = anew || then?.toRun === undefined ? toRun : subtract(toRun, then.toRun);
  return { indexes: more, redone: size(now.redone) };
}

function sameRuns(now: Aftermath, then: Aftermath | undefined): boolean {
  if (then === undefined) return false;
  const text = (set: IntervalSet | undefined): string => (set === undefined ? '?' : format(set));
  return text(now.toRun) === text(then.toRun) && size(now.redone) === size(then.redone);
}

function stopsOf(now: Aftermath, then: Aftermath | undefined): ObjectChange['stops'] {
  const before = then?.stopped ?? NOTHING;
  return {
    arrays: Math.max(0, now.stopped.arrays - before.arrays),
    children: Math.max(0, now.stopped.children - before.children),
  };
}

function submitsOf({ plan }: Aftermath): ObjectChange['submits'] {
  const submits = plan.actions.flatMap((each) => (each.kind === 'submit' ? [size(each.indexes)] : []));
  return { arrays: submits.length, children: submits.reduce((sum, each) => sum + each, 0) };
}

function warningsOf(
  decision: Decision,
  now: Aftermath,
  runs: NonNullable<ObjectChange['runs']>,
  classes: ObjectChange['classes'],
  next: Declared | undefined,
): readonly string[] {
  const found: string[] = [];
  if (next?.spec.kind === 'invalid') found.push('it is invalid, so that nothing of it is submitted');
  if (runs.redone > 0) {
    const why = classes.includes('what')
      ? 'a change of what it computes'
      : classes.includes('rerun')
        ? 'the rerun that is asked for'
        : 'the change';
    found.push(`${why} runs ${runs.redone} indexes again that have succeeded`);
  }
  const count = runs.indexes === undefined ? 0 : size(runs.indexes);
  if (count > CHILDREN_MANY) found.push(`${count} children run`);
  if (next?.spec.kind === 'ArrayJob' && now.live !== undefined && isEmpty(now.live))
    found.push('its work has no items, so that nothing runs');
  return [...found, ...nearLimits(decision.input, now.plan)];
}

function definitionChange(key: string, pair: Pair, compared: boolean): ObjectChange | undefined {
  const { old, next, after } = pair;
  const fields =
    old?.spec.kind === 'JobDefinition' && next?.spec.kind === 'JobDefinition'
      ? compareDefinitions(old.spec.desired, next.spec.desired)
      : [];
  const change = kindOf(old, next, fields, compared);
  if (compared && change === 'same') return undefined;
  const decision = after?.kind === 'JobDefinition' ? after.decision : undefined;
  const registers = decision?.kind === 'register';
  const warnings =
    next?.spec.kind === 'invalid' ? ['it is invalid, so that nothing that uses it is submitted'] : [];
  const failed = decision?.kind === 'failed' ? { message: decision.failure.message } : {};
  return {
    object: key,
    change,
    fields,
    classes: classesOf(fields),
    ...failed,
    submits: NOTHING,
    stops: NOTHING,
    registers,
    warnings,
  };
}

async function estimateOf(decision: Decision, api: BatchApi | undefined): Promise<Estimate | undefined> {
  const { declared, record } = decision.input;
  if (declared.kind !== 'valid' || declared.definition.kind !== 'ready') return undefined;
  const { desired, definition } = declared;
  const vcpus = childVcpus(desired, definition.body);
  const run = record?.run;
  const seen = api === undefined ? undefined : await sampledSeconds(api, decision);
  if (seen !== undefined) return { vcpus, childSeconds: { value: seen, atMost: false } };
  const lines = (record?.history ?? []).flatMap((each): readonly RunTimes[] => {
    const [startedAt, completedAt] = [Date.parse(each.startTime), Date.parse(each.completionTime ?? '')];
    return Number.isNaN(startedAt) || Number.isNaN(completedAt)
      ? []
      : [{ startedAt, completedAt, ended: each.succeeded + each.failed }];
  });
  const current: readonly RunTimes[] =
    run?.completedAt === undefined
      ? []
      : [
          {
            startedAt: run.startedAt,
            completedAt: run.completedAt,
            ended: size(run.succeeded) + size(run.failed),
          },
        ];
  const bound = secondsAtMost(
    [...current, ...lines].find((each) => each.ended > 0),
    desired.parallelism,
  );
  return { vcpus, childSeconds: bound === undefined ? undefined : { value: bound, atMost: true } };
}

/** The mean time of children of the last array that Batch still knows, of the first page of those that succeeded. */
async function sampledSeconds(api: BatchApi, decision: Decision): Promise<number | undefined> {
  const run = decision.input.record?.run;
  const ended = [...(run?.ended ?? [])]
    .reverse()
    .find((each) => each.status === 'SUCCEEDED' && each.size > 1);
  const id =
    ended?.id ?? run?.shards.find((each) => each.jobId !== undefined && size(each.indexes) > 1)?.jobId;
  if (id === undefined) return undefined;
  for await (const page of api.listJobs({ arrayJobId: id, status: 'SUCCEEDED' })) {
    if (page.kind !== 'ok') return undefined;
    const times = page.value.flatMap(({ startedAt, stoppedAt }) =>
      startedAt === undefined || stoppedAt === undefined || stoppedAt < startedAt
        ? []
        : [stoppedAt - startedAt],
    );
    if (times.length === 0) return undefined;
    return times.reduce((sum, each) => sum + each, 0) / times.length / 1000;
  }
  return undefined;
}
