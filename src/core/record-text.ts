import { type Json, type JsonObject, isObject } from './json.ts';
import { format, type IntervalSet, parse } from './intervals.ts';
import type { ObjectRecord } from './record.ts';

/**
 * The stored form of a record: JSON that a person can read. Interval sets are their text behind a mark,
 * `{"indexes": "#0-6,8"}`, so that one rule reads them all back.
 */
const MARK = '#';

/** Members that hold an interval set wherever they stand in a record. */
const SETS = new Set(['indexes', 'settled', 'succeeded', 'failed', 'spent']);

/** Members whose content is somebody else's: kept as it is. */
const OPAQUE = new Set(['ledger', 'tags']);

function encode(value: unknown): Json {
  if (Array.isArray(value)) return value.map((each: unknown) => encode(each));
  if (!isObject(value)) return value as Json;
  const entries = Object.entries(value).filter(([, each]) => (each as unknown) !== undefined);
  return Object.fromEntries(
    entries.map(([key, each]): [string, Json] => {
      if (OPAQUE.has(key)) return [key, each];
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
  if (OPAQUE.has(key)) return value;
  if (typeof value === 'string' && value.startsWith(MARK) && (SETS.has(key) || key === 'strikes')) {
    return parse(value.slice(MARK.length)).set;
  }
  if (Array.isArray(value)) return value.map((each: Json) => decode(each, key));
  if (!isObject(value)) return value;
  // Copied whole, an object takes half the memory of one that is put together; thousands of records are kept.
  const copy: Record<string, unknown> = { ...value };
  for (const [name, each] of Object.entries(value)) copy[name] = decode(each, name);
  return copy;
}

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const count: Check = (value) => number(value) && Number.isInteger(value) && (value as number) >= 0;
const flag: Check = (value) => typeof value === 'boolean';

/** Text of which a part makes no sense is damage: what it has lost would run again, or never. */
const set: Check = (value) =>
  typeof value === 'string' && value.startsWith(MARK) && parse(value.slice(MARK.length)).skipped.length === 0;

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);

const list =
  (each: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((item: unknown) => each(item));

/** An object of which the first members must be there and right, and the others right if they are there. */
const shape =
  (needed: Readonly<Record<string, Check>>, allowed: Readonly<Record<string, Check>> = {}): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(needed).every(([key, check]) => Object.hasOwn(value, key) && check(value[key])) &&
    Object.entries(allowed).every(([key, check]) => !Object.hasOwn(value, key) || check(value[key]));

const texts: Check = (value) => isObject(value) && Object.values(value).every(text);
const counts: Check = (value) => isObject(value) && Object.values(value).every(count);

const SHARD = shape(
  {
    round: count,
    shard: count,
    name: text,
    indexes: set,
    phase: oneOf('intended', 'doubtful', 'cleared', 'submitted'),
    intendedAt: number,
    queue: text,
    how: text,
    settled: set,
  },
  {
    doubtSince: number,
    verify: flag,
    jobId: text,
    jobArn: text,
    submittedAt: number,
    status: text,
    statusReason: text,
    summary: counts,
    terminating: shape({ reason: text, at: number }, { sentAt: number }),
    tagging: shape({ keys: list(text) }, { sentAt: number }),
    missingSince: number,
    runnableSince: number,
    unexplainedSince: number,
    dependsOn: list(shape({}, { jobId: text, name: text, type: text })),
    manifest: shape({ bucket: text, key: text }),
  },
);

const RUN = shape(
  {
    number: count,
    revision: text,
    how: text,
    startedAt: number,
    nextRound: count,
    succeeded: set,
    failed: set,
    strikes: list(set),
    backoff: list(shape({ until: number, indexes: set })),
    shards: list(SHARD),
    ended: list(shape({ id: text, name: text, round: count, shard: count, size: count, status: text })),
    failures: list(
      shape(
        { signature: text, count, reason: text, sampleIndex: count },
        { exitCode: number, sampleJobId: text, logStream: text },
      ),
    ),
    canary: shape({ failed: count, passed: flag }, { signature: text }),
  },
  {
    spent: set,
    completedAt: number,
    suspendedAt: number,
    inputs: text,
    lineage: text,
    runTimes: shape({ medianMs: number, children: count }),
    stop: shape(
      { reason: text, message: text, at: number, outcome: oneOf('Succeeded', 'Failed') },
      { policy: text },
    ),
    refusal: shape({ message: text, code: text, at: number }),
    definition: shape({ written: text, reference: text }),
  },
);

const RECORD: Check = shape(
  {
    format: (value) => value === 1,
    name: text,
    sourceId: text,
    rerunSeen: text,
    past: list(shape({ revision: text, how: text, succeeded: set }, { inputs: text, lineage: text })),
    history: list(shape({ run: count, revision: text, phase: text, succeeded: count, failed: count })),
  },
  {
    run: RUN,
    tags: texts,
    file: text,
    decided: text,
    deletionPolicy: oneOf('Terminate', 'Orphan'),
    failureRules: list(
      shape(
        { action: oneOf('FailJob', 'FailIndex', 'Ignore', 'Count') },
        {
          onExitCodes: shape({ operator: oneOf('In', 'NotIn'), values: list(number) }),
          onReason: text,
          onStatusReason: text,
        },
      ),
    ),
    deletingSince: number,
    lastRun: count,
    removedAt: number,
    left: (value) => RECORD(value),
    renumbering: flag,
  },
);

/** The record as JSON to be stored. */
export function encodeRecord(record: ObjectRecord): JsonObject {
  return encode(record) as JsonObject;
}

/** Reads a stored record; undefined when it is not one, or when any part of it is damaged. Never throws. */
export function decodeRecord(value: unknown): ObjectRecord | undefined {
  return RECORD(value) ? (decode(value as Json) as ObjectRecord) : undefined;
}
