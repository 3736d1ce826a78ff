/** A JSON value as the YAML core schema yields it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The one text of a JSON value: keys sorted by code unit, no white space, absent and `undefined` members left out.
 * Equal values have equal texts, whatever order their keys were written in.
 */
export function canonicalText(value: Json | undefined): string {
  if (value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map((each: Json) => canonicalText(each)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${members.join(',')}}`;
}

/** Whether two values have the same canonical text, members of these names aside. Takes a fraction of making the texts. */
export function sameJson(a: unknown, b: unknown, aside?: ReadonlySet<string>): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, i) => sameJson(each, b[i], aside));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const isIn = (value: JsonObject) => (key: string) => value[key] !== undefined && aside?.has(key) !== true;
  const keys = Object.keys(a).filter(isIn(a));
  if (keys.length !== Object.keys(b).filter(isIn(b)).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key], aside));
}

/** A copy of an object without the named members. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
}

/** A copy of an object with only the named members that it has. */
export function only(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => names.includes(key)));
}
