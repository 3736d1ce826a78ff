import { definitionParts } from './definition.ts';
import type { Amount, Dependency, Desired, DesiredDefinition } from './desired.ts';
import { differences } from './diff.ts';
import { canonicalText, type Json, type JsonObject } from './json.ts';
import { submitParts } from './revision.ts';

/** What a change of a field does (DESIGN, "What a change to a spec means"). */
export type ChangeClass = 'what' | 'how' | 'items' | 'policy' | 'tags' | 'rerun';

/** Classes in the order of what they cost. */
export const CHANGE_CLASSES: readonly ChangeClass[] = ['what', 'how', 'items', 'rerun', 'policy', 'tags'];

/** One field in which two specs differ. */
export interface FieldChange {
  /** As it is written in a spec, without `spec.`. */
  readonly path: string;
  readonly class: ChangeClass;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** The fields in which two contents of a definition differ; spellings and defaults that Batch treats alike are no difference. */
export function compareDefinitions(
  before: DesiredDefinition,
  after: DesiredDefinition,
): readonly FieldChange[] {
  return [
    ...compareBodies(before.body, after.body),
    ...changed('tags', before.body['tags'], after.body['tags'], 'tags'),
  ];
}

function compareBodies(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  const [old, next] = [definitionParts(before), definitionParts(after)];
  return [...changed('', old.what, next.what, 'what'), ...changed('', old.how, next.how, 'how')];
}

/**
 * The fields in which two specs of an ArrayJob differ, by what the change of each does. Rests on the same parts as the
 * digests that the controller decides by, so that a field of class `what` is one that makes a new revision.
 * @param bodies the contents of the definitions that the two name, where they are known
 */
export function compareJobs(
  before: Desired,
  after: Desired,
  bodies: { readonly before: JsonObject | undefined; readonly after: JsonObject | undefined },
): readonly FieldChange[] {
  const [old, next] = [submitParts(before), submitParts(after)];
  return [
    ...definitionChange(before, after, bodies),
    ...changed('', old.what, next.what, 'what'),
    ...changed('jobQueue', old.how['jobQueue'], next.how['jobQueue'], 'how'),
    ...changed('', old.how['submit'], next.how['submit'], 'how'),
    ...changed('', old.how['terms'], next.how['terms'], 'how'),
    ...itemChanges(before, after),
    ...changed('', policyOf(before), policyOf(after), 'policy'),
    ...changed('tags', before.tags, after.tags, 'tags'),
    ...rerunChange(before.rerun, after.rerun),
  ];
}

function changed(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  kind: ChangeClass,
): readonly FieldChange[] {
  return differences(before ?? {}, after ?? {}, path).map((each) => ({ ...each, class: kind }));
}

/** Another definition of equal content is only another name. One that cannot be looked into may compute anything. */
function definitionChange(
  before: Desired,
  after: Desired,
  bodies: { readonly before: JsonObject | undefined; readonly after: JsonObject | undefined },
): readonly FieldChange[] {
  if (before.jobDefinition === after.jobDefinition) return [];
  const inside =
    bodies.before === undefined || bodies.after === undefined
      ? undefined
      : compareBodies(bodies.before, bodies.after);
  const kind: ChangeClass =
    inside === undefined || inside.some((each) => each.class === 'what')
      ? 'what'
      : inside.length > 0
        ? 'how'
        : 'policy';
  return [
    { path: 'jobDefinition', class: kind, before: before.jobDefinition, after: after.jobDefinition },
    ...(inside ?? []).map((each) => ({ ...each, path: `jobDefinition: ${each.path}` })),
  ];
}

function itemChanges(before: Desired, after: Desired): readonly FieldChange[] {
  const [old, next] = [workOf(before), workOf(after)];
  const per = changed('itemsPerChild', before.itemsPerChild, after.itemsPerChild, 'items');
  if (before.work.kind !== after.work.kind && canonicalText(old) !== canonicalText(next)) {
    return [...per, { path: 'work', class: 'items', before: old, after: next }];
  }
  return [...per, ...changed('work', old, next, 'items')];
}

function workOf({ work }: Desired): Json {
  const { kind, ...rest } = work;
  if (kind === 'size') return { size: work.size };
  if (kind === 'items') return { items: work.items };
  if (kind === 'file') return { file: work.path };
  const plain = JSON.parse(JSON.stringify(rest)) as JsonObject;
  return { [kind]: plain };
}

/** A policy in the words of a spec. */
function policyOf(desired: Desired): JsonObject {
  const { manifest, activeDeadlineMs, failureRules, canary } = desired;
  const values: Readonly<Record<string, Json | undefined>> = {
    manifest: manifest === undefined ? undefined : { ...manifest },
    indexMapping: desired.indexMapping,
    backoffLimitPerIndex: desired.backoffLimitPerIndex,
    maxFailedIndexes: amountText(desired.maxFailedIndexes),
    'failurePolicy.rules':
      failureRules.length === 0 ? undefined : (JSON.parse(JSON.stringify(failureRules)) as Json),
    'successPolicy.minSucceeded': amountText(desired.minSucceeded),
    parallelism: desired.parallelism,
    shardSize: desired.shardSize,
    activeDeadlineSeconds: activeDeadlineMs === undefined ? undefined : activeDeadlineMs / 1000,
    dependsOn: desired.dependsOn.length === 0 ? undefined : desired.dependsOn.map(dependencyText),
    onChange: desired.onChange,
    onUpstreamChange: desired.onUpstreamChange,
    canary: canary === 'off' ? 0 : amountText(canary),
    suspend: desired.suspend,
    deletionPolicy: desired.deletionPolicy,
  };
  return Object.fromEntries(
    Object.entries(values).filter((each): each is [string, Json] => each[1] !== undefined),
  );
}

function amountText(amount: Amount | undefined): Json | undefined {
  if (amount === undefined) return undefined;
  return amount.kind === 'percent' ? `${amount.value}%` : amount.value;
}

function dependencyText(dependency: Dependency): string {
  switch (dependency.kind) {
    case 'sequential':
      return 'SEQUENTIAL';
    case 'nToN':
      return `${dependency.name} (N_TO_N)`;
    case 'whole': {
      const least = amountText(dependency.minSucceeded);
      return least === undefined
        ? dependency.name
        : `${dependency.name} (at least ${JSON.stringify(least).replaceAll('"', '')})`;
    }
  }
}

function rerunChange(before: string | undefined, after: string | undefined): readonly FieldChange[] {
  if ((before ?? '') === (after ?? '')) return [];
  const path = 'metadata.annotations[arrayjob.dev/rerun]';
  // Taking it away asks for nothing.
  const kind: ChangeClass = (after ?? '') === '' ? 'policy' : 'rerun';
  return [{ path, class: kind, before, after }];
}

/** The classes of changes, costliest first. */
export function classesOf(changes: readonly Pick<FieldChange, 'class'>[]): readonly ChangeClass[] {
  return CHANGE_CLASSES.filter((kind) => changes.some((each) => each.class === kind));
}
