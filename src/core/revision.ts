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
    return { what: parts.map((each) => each.what), how: parts.map((each) => each.how) };
  }
  if (!isObject(value)) return { what: value, how: null };
  const what: Record<string, Json> = {};
  const how: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) {
    if (SIZES.has(key)) {
      how[key] = each;
    } else if (key === 'environment' || key === 'env') {
      what[key] = sortedByName(each);
    } else {
      const parts = splitSizes(each);
      what[key] = parts.what;
      if (isObject(each) || Array.isArray(each)) how[key] = parts.how;
    }
  }
  return { what, how };
}

/** Environment variables are a set: their order is no difference. */
function sortedByName(value: Json): Json {
  if (!Array.isArray(value)) return value;
  const nameOf = (each: Json) => (isObject(each) && typeof each['name'] === 'string' ? each['name'] : '');
  return [...(value as readonly Json[])].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export interface Digests {
  /** 12 hex digits: what is being computed. Another one means that results no longer stand. */
  readonly revision: string;
  /** 12 hex digits: the terms it runs under. */
  readonly how: string;
}

/** The digests of everything that an ArrayJob computes, and of the terms; items, policy and tags are in neither. */
export function digestsOf(desired: Desired, definitionBody: JsonObject): Digests {
  const definition = definitionParts(definitionBody);
  const overrides = splitSizes(without(desired.submit, TERMS));
  return {
    revision: digestOf({ definition: definition.what, submit: overrides.what }),
    how: digestOf({
      definition: definition.how,
      submit: overrides.how,
      terms: only(desired.submit, TERMS),
      jobQueue: desired.jobQueue,
    }),
  };
}
