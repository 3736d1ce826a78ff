import type { Desired } from './desired.ts';
import { definitionParts } from './definition.ts';
import { digestOf } from './digest.ts';
import { isObject, type Json, type JsonObject, only, without } from './json.ts';

/** Members of SubmitJob that say under which terms a job runs, not what it computes. */
const TERMS = [
  'retryStrategy',
  'timeout',
  'shareIdentifier',
  'schedulingPriorityOverride',
  'propagateTags',
  'consumableResourcePropertiesOverride',
] as const;

/** Members of a container's overrides that only size it. */
const SIZES = new Set(['resourceRequirements', 'vcpus', 'memory', 'resources']);

/** Splits overrides of any depth into what they compute and what resources they ask for. */
function splitSizes(value: Json): { readonly what: Json; readonly how: Json } {
  if (Array.isArray(value)) {
    const parts = value.map((each: Json) => splitSizes(each));
    return { what: orNothing(parts.map((each) => each.what)), how: orNothing(parts.map((each) => each.how)) };
  }
  if (!isObject(value)) return { what: value, how: null };
  const what: Record<string, Json> = {};
  const how: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) {
    if (SIZES.has(key)) {
      if (!isNothing(each)) how[key] = key === 'resourceRequirements' ? sortedBy('type', each) : each;
    } else if (key === 'environment' || key === 'env') {
      if (!isNothing(each)) what[key] = sortedBy('name', each);
    } else {
      const parts = splitSizes(each);
      if (!isNothing(parts.what)) what[key] = parts.what;
      if (!isNothing(parts.how)) how[key] = parts.how;
    }
  }
  return { what, how };
}

/** An empty list or map says no more than its absence. */
function isNothing(value: Json): boolean {
  if (value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** A list stays as long as it was, so that what stands in it keeps its place, unless nothing is left in it. */
function orNothing(list: readonly Json[]): Json {
  return list.every(isNothing) ? null : list.map((each) => (isNothing(each) ? null : each));
}

/** Environment variables and resource requirements are sets: their order is no difference. */
function sortedBy(member: string, value: Json): Json {
  if (!Array.isArray(value)) return value;
  const keyOf = (each: Json): string => {
    const key = isObject(each) ? each[member] : undefined;
    return typeof key === 'string' ? key : '';
  };
  return [...(value as readonly Json[])].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

export interface Digests {
  /** 12 hex digits: what is being computed. Another one means that results no longer stand. */
  readonly revision: string;
  /** 12 hex digits: the terms it runs under. */
  readonly how: string;
}

/** What an ArrayJob computes and the terms it runs under, beside its definition: what `digestsOf` makes digests of. */
export function submitParts(desired: Desired): { readonly what: Json; readonly how: JsonObject } {
  const overrides = splitSizes(without(desired.submit, TERMS));
  return {
    what: overrides.what,
    how: {
      submit: overrides.how,
      terms: only(desired.submit, TERMS),
      jobQueue: desired.jobQueue,
    },
  };
}

/** The digests of everything that an ArrayJob computes, and of the terms; items, policy and tags are in neither. */
export function digestsOf(desired: Desired, definitionBody: JsonObject): Digests {
  const definition = definitionParts(definitionBody);
  const { what, how } = submitParts(desired);
  return {
    revision: digestOf({ definition: definition.what, submit: what }),
    how: digestOf({ definition: definition.how, ...how }),
  };
}
