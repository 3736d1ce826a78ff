import { definitionParts } from './definition.ts';
import type { Desired, DesiredDefinition } from './desired.ts';
import { differences } from './diff.ts';
import type { Json, JsonObject } from './json.ts';
import { type SpecParts, specParts } from './spec-parts.ts';

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
 * The fields in which two specs of an ArrayJob differ, by what the change of each does.
 * @param bodies the contents of the definitions that the two name, where they are known
 */
export function compareJobs(
  before: Desired,
  after: Desired,
  bodies: { readonly before: JsonObject | undefined; readonly after: JsonObject | undefined },
): readonly FieldChange[] {
  // Under the same name, what has changed is told of the definition itself.
  const same = before.jobDefinition === after.jobDefinition;
  return compareParts(
    specParts(before, same ? undefined : bodies.before),
    specParts(after, same ? undefined : bodies.after),
  );
}

/** The fields in which the parts of two specs differ, by what the change of each does. */
export function compareParts(before: SpecParts, after: SpecParts): readonly FieldChange[] {
  return [
    ...definitionChange(before.definition, after.definition),
    ...changed('', before.what, after.what, 'what'),
    ...changed('jobQueue', before.how['jobQueue'], after.how['jobQueue'], 'how'),
    ...changed('', before.how['submit'], after.how['submit'], 'how'),
    ...changed('', before.how['terms'], after.how['terms'], 'how'),
    ...itemChanges(before, after),
    ...changed('', before.policy, after.policy, 'policy'),
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
  before: SpecParts['definition'],
  after: SpecParts['definition'],
): readonly FieldChange[] {
  const inside =
    before.content === undefined || after.content === undefined
      ? undefined
      : [
          ...changed('', before.content.what, after.content.what, 'what'),
          ...changed('', before.content.how, after.content.how, 'how'),
        ];
  const content = (inside ?? []).map((each) => ({ ...each, path: `jobDefinition: ${each.path}` }));
  if (before.name === after.name) return content;
  const kind: ChangeClass =
    inside === undefined || inside.some((each) => each.class === 'what')
      ? 'what'
      : inside.length > 0
        ? 'how'
        : 'policy';
  return [{ path: 'jobDefinition', class: kind, before: before.name, after: after.name }, ...content];
}

function itemChanges(before: SpecParts, after: SpecParts): readonly FieldChange[] {
  const per = changed('itemsPerChild', before.itemsPerChild, after.itemsPerChild, 'items');
  const sameKind = Object.keys(before.work)[0] === Object.keys(after.work)[0];
  return [
    ...per,
    ...(sameKind
      ? changed('work', before.work, after.work, 'items')
      : [{ path: 'work', class: 'items' as const, before: before.work, after: after.work }]),
  ];
}

function rerunChange(before: string, after: string): readonly FieldChange[] {
  if (before === after) return [];
  const path = 'metadata.annotations[arrayjob.dev/rerun]';
  // Taking it away asks for nothing.
  const kind: ChangeClass = after === '' ? 'policy' : 'rerun';
  return [{ path, class: kind, before: before || undefined, after: after || undefined }];
}

/** The classes of changes, costliest first. */
export function classesOf(changes: readonly Pick<FieldChange, 'class'>[]): readonly ChangeClass[] {
  return CHANGE_CLASSES.filter((kind) => changes.some((each) => each.class === kind));
}
