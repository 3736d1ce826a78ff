import { canonicalText, isObject, type Json, type JsonObject } from './json.ts';

/** One value that differs. */
export interface Difference {
  /** Dots between members, `[key]` for an entry of a list. */
  readonly path: string;
  /** Undefined: it is not there. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Members by which entries of lists are known to people. */
const KEYS = ['name', 'type', 'containerPath', 'mountPath'];

/**
 * The values in which two JSON values differ, down to the smallest that a person would name: members of objects, and entries
 * of lists that have a name. Other lists differ as a whole.
 */
export function differences(
  before: Json | undefined,
  after: Json | undefined,
  path = '',
): readonly Difference[] {
  const isOnBothSides = (before === undefined) === (after === undefined);
  if (isOnBothSides && canonicalText(before) === canonicalText(after)) return [];
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(ownOf(before, key), ownOf(after, key), path === '' ? key : `${path}.${key}`),
    );
  }
  const key = Array.isArray(before) && Array.isArray(after) ? keyOfBoth(before, after) : undefined;
  if (key !== undefined) {
    const [old, next] = [
      byKey(before as readonly JsonObject[], key),
      byKey(after as readonly JsonObject[], key),
    ];
    return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) => {
      const [a, b] = [old.get(name), next.get(name)];
      const place = `${path}[${name}]`;
      // Of an entry that is a name and a value, the value is what differs.
      if (key === 'name' || key === 'type') {
        const [one, other] = [plainValue(a, key), plainValue(b, key)];
        if (one !== null && other !== null) return differences(one, other, place);
      }
      return differences(a, b, place);
    });
  }
  return [{ path, before, after }];
}

function ownOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The member that tells the entries of both lists apart. */
function keyOfBoth(a: readonly Json[], b: readonly Json[]): string | undefined {
  return KEYS.find((key) =>
    [a, b].every(
      (list) =>
        list.every((each) => isObject(each) && typeof each[key] === 'string') &&
        new Set(list.map((each) => (each as JsonObject)[key])).size === list.length,
    ),
  );
}

function byKey(list: readonly JsonObject[], key: string): ReadonlyMap<string, JsonObject> {
  return new Map(list.map((each) => [each[key] as string, each]));
}

/** The value of an entry that has nothing but a key and a value; undefined when there is no entry, null for any other. */
function plainValue(entry: JsonObject | undefined, key: string): Json | undefined {
  if (entry === undefined) return undefined;
  const members = Object.keys(entry).filter((each) => each !== key);
  return members.length === 1 && members[0] === 'value' ? (entry['value'] ?? '') : null;
}
