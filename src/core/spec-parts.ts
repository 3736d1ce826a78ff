import { definitionParts } from './definition.ts';
import type { Amount, Dependency, Desired } from './desired.ts';
import type { Json, JsonObject } from './json.ts';
import { submitParts } from './revision.ts';

/** A spec in the words of a spec, apart by what a change of each part does. */
export interface SpecParts {
  readonly definition: {
    readonly name: string;
    /** Its content; undefined when it is not known, or is not to be compared. */
    readonly content?: { readonly what: JsonObject; readonly how: JsonObject };
  };
  readonly what: Json;
  readonly how: JsonObject;
  readonly itemsPerChild: number;
  readonly work: JsonObject;
  readonly policy: JsonObject;
  readonly tags: JsonObject;
  /** The annotation `arrayjob.dev/rerun`; empty: none. */
  readonly rerun: string;
}

/**
 * Takes a spec apart. Rests on the same parts as the digests that the controller decides by, so that a field of class
 * `what` is one that makes a new revision.
 * @param body the content of the definition that it names
 */
export function specParts(desired: Desired, body: JsonObject | undefined): SpecParts {
  const { what, how } = submitParts(desired);
  return {
    definition: {
      name: desired.jobDefinition,
      ...(body === undefined ? {} : { content: definitionParts(body) }),
    },
    what,
    how,
    itemsPerChild: desired.itemsPerChild,
    work: workOf(desired),
    policy: policyOf(desired),
    tags: desired.tags,
    rerun: desired.rerun ?? '',
  };
}

function workOf({ work }: Desired): JsonObject {
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
