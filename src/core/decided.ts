import { CHANGE_CLASSES, type ChangeClass, compareParts, type FieldChange } from './compare.ts';
import type { PlanInput } from './decision.ts';
import type { Desired } from './desired.ts';
import { digestOf } from './digest.ts';
import { isEmpty } from './intervals.ts';
import { canonicalText, isObject, type Json, type JsonObject } from './json.ts';
import { digestsOf } from './revision.ts';
import { type SpecParts, specParts } from './spec-parts.ts';

/** Texts and lists up to so many characters are remembered as they are; of longer ones, a digest. */
const VALUE_MAX = 200;

/** Entries of a list with names that are remembered one by one. */
const ENTRIES_MAX = 50;

/** Characters of a spec that a record remembers; of a longer one nothing, and only the classes of a change can be told. */
const DECIDED_MAX = 16_384;

/** The spec that a decision rests on, as the record remembers it; undefined when it is too long. */
export function decidedText(desired: Desired, body: JsonObject): string | undefined {
  const text = canonicalText(remembered(desired, body) as unknown as Json);
  return text.length > DECIDED_MAX ? undefined : text;
}

function remembered(desired: Desired, body: JsonObject): SpecParts {
  const { definition, ...parts } = specParts(desired, body);
  const { name, content } = definition;
  return {
    ...(shortened(parts, false) as unknown as Omit<SpecParts, 'definition'>),
    definition: content === undefined ? { name } : { name, content: contentOf(content) },
  };
}

type Content = NonNullable<SpecParts['definition']['content']>;

/** Of the contents of definitions, which thousands of objects may share. */
const contents = new WeakMap<Content, Content>();

/** A definition need not be of the source: what its environment holds is not for the state store. */
function contentOf(content: Content): Content {
  const found = contents.get(content);
  if (found !== undefined) return found;
  const short = shortened(shortened({ ...content }, true), false) as unknown as Content;
  contents.set(content, short);
  return short;
}

function shortened(value: Json, hidesValues: boolean): Json {
  if (typeof value === 'string') return value.length > VALUE_MAX ? shortDigest(value) : value;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    // Entries with a name are told apart one by one.
    const isNamed = list.some((each) => isObject(each) && ('name' in each || 'type' in each));
    const isLong = isNamed ? list.length > ENTRIES_MAX : canonicalLength(list) > VALUE_MAX;
    return isLong
      ? `${list.length} entries, ${shortDigest(list)}`
      : list.map((each) => shortened(each, hidesValues));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      hidesValues && (key === 'environment' || key === 'env')
        ? withoutValues(each)
        : shortened(each, hidesValues),
    ]),
  );
}

function withoutValues(environment: Json): Json {
  if (!Array.isArray(environment)) return environment;
  return (environment as readonly Json[]).map((each) =>
    isObject(each) && each['value'] !== undefined ? { ...each, value: shortDigest(each['value']) } : each,
  );
}

/** The length of a list's text, as far as it matters. */
function canonicalLength(list: readonly Json[]): number {
  return list.length > VALUE_MAX ? list.length : canonicalText(list).length;
}

/** Of lists: ten thousand items are the same ones in every pass as long as their spec is. */
const known = new WeakMap<readonly Json[], string>();

function shortDigest(value: Json): string {
  const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  const found = list === undefined ? undefined : known.get(list);
  if (found !== undefined) return found;
  const digest = `digest ${digestOf(value).slice(0, 8)}`;
  if (list !== undefined) known.set(list, digest);
  return digest;
}

/** What has changed since the record was made. */
export interface Changes {
  readonly classes: readonly ChangeClass[];
  /** The fields, as far as the record remembers them. */
  readonly fields: readonly FieldChange[];
}

/** Compares what is declared with what the record was made for; nothing for an object that has never run. */
export function changesSince(input: PlanInput): Changes {
  const { declared, record } = input;
  if (declared.kind !== 'valid' || record?.run === undefined) return { classes: [], fields: [] };
  const { desired, definition, work } = declared;
  const found = new Set<ChangeClass>();
  let fields: readonly FieldChange[] = [];
  if (definition.kind === 'ready') {
    const digests = digestsOf(desired, definition.body);
    if (digests.revision !== record.run.revision) found.add('what');
    else if (digests.how !== record.run.how) found.add('how');
    fields = fieldsSince(record.decided, desired, definition.body);
  }
  const { rerun = '' } = desired;
  if (rerun !== '' && rerun !== record.rerunSeen) found.add('rerun');
  if (work.kind === 'resolved' && !(isEmpty(work.added) && isEmpty(work.retired))) found.add('items');
  for (const each of fields) if (each.class !== 'what') found.add(each.class);
  if (record.tags !== undefined && canonicalText(record.tags) !== canonicalText(desired.tags))
    found.add('tags');
  return { classes: CHANGE_CLASSES.filter((each) => found.has(each)), fields };
}

function fieldsSince(
  decided: string | undefined,
  desired: Desired,
  body: JsonObject,
): readonly FieldChange[] {
  if (decided === undefined) return [];
  try {
    return compareParts(JSON.parse(decided) as SpecParts, remembered(desired, body));
  } catch {
    // Whatever a damaged text lacks is only not told.
    return [];
  }
}
