import { type Json, type JsonObject, isObject } from './json.ts';
import { format, type IntervalSet, parse } from './intervals.ts';
import type { ObjectRecord } from './record.ts';

/**
 * The stored form of a record: JSON that a person can read. Interval sets are their text behind a mark,
 * `{"indexes": "#0-6,8"}`, so that one rule reads them all back.
 */
const MARK = '#';

/** Members that hold an interval set wherever they stand in a record. */
const SETS = new Set(['indexes', 'settled', 'succeeded', 'failed']);

function encode(value: unknown): Json {
  if (Array.isArray(value)) return value.map((each: unknown) => encode(each));
  if (!isObject(value)) return value as Json;
  const entries = Object.entries(value).filter(([, each]) => (each as unknown) !== undefined);
  return Object.fromEntries(
    entries.map(([key, each]): [string, Json] => {
      if (key === 'ledger') return [key, each];
      if (key === 'strikes')
        return [key, (each as unknown as IntervalSet[]).map((set) => MARK + format(set))];
      if (SETS.has(key) && Array.isArray(each) && each.every((item) => typeof item === 'number')) {
        return [key, MARK + format(each as unknown as IntervalSet)];
      }
      return [key, encode(each)];
    }),
  );
}

function decode(value: Json, key = ''): unknown {
  if (key === 'ledger') return value;
  if (typeof value === 'string' && value.startsWith(MARK) && (SETS.has(key) || key === 'strikes')) {
    return parse(value.slice(MARK.length)).set;
  }
  if (Array.isArray(value)) return value.map((each: Json) => decode(each, key));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decode(each, name)]));
}

/** The record as JSON to be stored. */
export function encodeRecord(record: ObjectRecord): JsonObject {
  return encode(record) as JsonObject;
}

/** Reads a stored record; undefined when it is not one. Never throws. */
export function decodeRecord(value: unknown): ObjectRecord | undefined {
  if (!isObject(value) || value['format'] !== 1) return undefined;
  if (typeof value['name'] !== 'string' || typeof value['sourceId'] !== 'string') return undefined;
  if (!Array.isArray(value['past']) || !Array.isArray(value['history'])) return undefined;
  const run = value['run'];
  if (run !== undefined) {
    if (!isObject(run) || typeof run['number'] !== 'number' || typeof run['revision'] !== 'string')
      return undefined;
    for (const list of ['strikes', 'backoff', 'shards', 'ended', 'failures']) {
      if (!Array.isArray(run[list])) return undefined;
    }
    for (const set of ['succeeded', 'failed']) {
      if (typeof run[set] !== 'string') return undefined;
    }
  }
  return decode(value) as ObjectRecord;
}
