import type { Amount, Dependency, Desired, DesiredDefinition, FailureRule, Work } from '../core/desired.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { only } from '../core/json.ts';
import { ARRAY_SIZE_MAX } from '../core/limits.ts';
import { parseAmount } from './amounts.ts';
import { parseDuration } from './durations.ts';
import { DEFAULT_MANIFEST_KEY, RERUN_ANNOTATION } from './names.ts';
import type {
  AmountText,
  ArrayJobResource,
  DependencyFields,
  FailureRuleFields,
  JobDefinitionResource,
  WorkFields,
} from './resources.ts';

/** Fields of spec that go to SubmitJob as they are written. */
export const SUBMIT_FIELDS = [
  'parameters',
  'containerOverrides',
  'ecsPropertiesOverride',
  'eksPropertiesOverride',
  'retryStrategy',
  'timeout',
  'shareIdentifier',
  'schedulingPriorityOverride',
  'propagateTags',
  'consumableResourcePropertiesOverride',
] as const;

/** A valid ArrayJob as the rest of the program works with it: every default filled in. */
export function desiredOf({ metadata, spec }: ArrayJobResource): Desired {
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    rerun: metadata.annotations?.[RERUN_ANNOTATION],
    jobQueue: spec.jobQueue,
    jobDefinition: spec.jobDefinition,
    work: workOf(spec.work),
    itemsPerChild: spec.itemsPerChild ?? 1,
    manifest: spec.manifest && {
      bucket: spec.manifest.bucket,
      key: spec.manifest.key ?? DEFAULT_MANIFEST_KEY,
    },
    indexMapping: spec.indexMapping ?? 'Command',
    backoffLimitPerIndex: spec.backoffLimitPerIndex ?? 0,
    maxFailedIndexes: amount(spec.maxFailedIndexes),
    failureRules: (spec.failurePolicy?.rules ?? []).map(ruleOf),
    minSucceeded: amount(spec.successPolicy?.minSucceeded),
    parallelism: spec.parallelism,
    shardSize: spec.shardSize ?? ARRAY_SIZE_MAX,
    activeDeadlineMs:
      spec.activeDeadlineSeconds === undefined ? undefined : spec.activeDeadlineSeconds * 1000,
    dependsOn: (spec.dependsOn ?? []).map(dependencyOf),
    onChange: spec.onChange ?? 'Replace',
    onUpstreamChange: spec.onUpstreamChange ?? 'Rerun',
    canary: canaryOf(spec.canary),
    suspend: spec.suspend ?? false,
    deletionPolicy: spec.deletionPolicy ?? 'Terminate',
    submit: only(spec as unknown as JsonObject, SUBMIT_FIELDS),
    tags: spec.tags ?? {},
  };
}

/** A valid JobDefinition as the rest of the program works with it. */
export function desiredDefinitionOf({ metadata, spec }: JobDefinitionResource): DesiredDefinition {
  return { name: metadata.name, labels: metadata.labels ?? {}, body: spec as unknown as JsonObject };
}

function workOf(work: WorkFields): Work {
  if (work.items) return { kind: 'items', items: work.items };
  if (work.file !== undefined) return { kind: 'file', path: work.file };
  if (work.matrix) {
    const { include = [], exclude = [], ...axes } = work.matrix;
    return { kind: 'matrix', axes: axes as Readonly<Record<string, readonly Json[]>>, include, exclude };
  }
  if (work.s3) {
    const { bucket, prefix = '', include = [], exclude = [], parameters, refreshInterval } = work.s3;
    const refreshIntervalMs = refreshInterval === undefined ? undefined : parseDuration(refreshInterval);
    return { kind: 's3', bucket, prefix, include, exclude, parameters, refreshIntervalMs };
  }
  return { kind: 'size', size: work.size ?? 0 };
}

function amount(text: AmountText | undefined): Amount | undefined {
  return text === undefined ? undefined : parseAmount(text);
}

function canaryOf(text: AmountText | undefined): Desired['canary'] {
  const value = amount(text);
  return value?.value === 0 ? 'off' : value;
}

function ruleOf(rule: FailureRuleFields): FailureRule {
  const { action, onExitCodes, onReason, onStatusReason } = rule;
  return { action, onExitCodes, onReason, onStatusReason };
}

function dependencyOf(dependency: DependencyFields): Dependency {
  const { name = '', type, minSucceeded } = dependency;
  if (type === 'SEQUENTIAL') return { kind: 'sequential' };
  if (type === 'N_TO_N') return { kind: 'nToN', name };
  return { kind: 'whole', name, minSucceeded: amount(minSucceeded) };
}
