import type { JsonObject, Json } from './json.ts';

/** A number of indexes, or a share of the total in percent (0 to 100). */
export type Amount =
  { readonly kind: 'count'; readonly value: number } | { readonly kind: 'percent'; readonly value: number };

/** Where the items of an ArrayJob come from. */
export type Work =
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'items'; readonly items: readonly Json[] }
  | {
      readonly kind: 'matrix';
      readonly axes: Readonly<Record<string, readonly Json[]>>;
      readonly include: readonly JsonObject[];
      readonly exclude: readonly JsonObject[];
    }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly prefix: string;
      readonly include: readonly string[];
      readonly exclude: readonly string[];
      /** Given to every item as its member `parameters`, when present. */
      readonly parameters: JsonObject | undefined;
      /** How often the prefix is listed again; undefined: only when the spec changes. */
      readonly refreshIntervalMs: number | undefined;
    };

/** One rule of a failure policy; every condition that is present must match. */
export interface FailureRule {
  readonly action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';
  readonly onExitCodes: { readonly operator: 'In' | 'NotIn'; readonly values: readonly number[] } | undefined;
  /** Patterns with an optional `*` at the end, as Batch's own in evaluateOnExit. */
  readonly onReason: string | undefined;
  readonly onStatusReason: string | undefined;
}

/** One entry of `dependsOn`. */
export type Dependency =
  | { readonly kind: 'whole'; readonly name: string; readonly minSucceeded: Amount | undefined }
  | { readonly kind: 'nToN'; readonly name: string }
  | { readonly kind: 'sequential' };

/** An ArrayJob as the controller understands it: every default filled in, every duration in milliseconds. */
export interface Desired {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The value of the annotation `arrayjob.dev/rerun`. */
  readonly rerun: string | undefined;
  readonly jobQueue: string;
  /** As written: a JobDefinition of the source, or a name, `name:revision` or ARN that Batch knows. */
  readonly jobDefinition: string;
  readonly work: Work;
  /** 1 or more. */
  readonly itemsPerChild: number;
  /** Absent only when the work is `size`. The key is a template of {name}, {revision}, {run}, {round}, {shard}. */
  readonly manifest: { readonly bucket: string; readonly key: string } | undefined;
  readonly indexMapping: 'Command' | 'Environment';
  readonly backoffLimitPerIndex: number;
  readonly maxFailedIndexes: Amount | undefined;
  readonly failureRules: readonly FailureRule[];
  readonly minSucceeded: Amount | undefined;
  /** At most so many indexes submitted and unfinished at a time. */
  readonly parallelism: number | undefined;
  /** 2 to 10000. */
  readonly shardSize: number;
  readonly activeDeadlineMs: number | undefined;
  readonly dependsOn: readonly Dependency[];
  readonly onChange: 'Replace' | 'Wait' | 'Ignore';
  readonly onUpstreamChange: 'Rerun' | 'Ignore';
  /** Undefined: the default (the larger of 10 indexes and 1%); 'off': switched off. */
  readonly canary: Amount | 'off' | undefined;
  readonly suspend: boolean;
  readonly deletionPolicy: 'Terminate' | 'Orphan';
  /** What SubmitJob takes in its own words, as written: parameters, the overrides, retryStrategy, timeout, … without tags. */
  readonly submit: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/** A JobDefinition as the controller understands it. */
export interface DesiredDefinition {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** RegisterJobDefinition's body as written, without the name. */
  readonly body: JsonObject;
}

/** The number of indexes that an amount stands for; shares are rounded up, as Kubernetes does for surge. */
export function amountOf(amount: Amount, total: number): number {
  if (amount.kind === 'count') return amount.value;
  // 1.1% of 3,000 is 33, not the 33.000000000000007 that binary fractions make of it.
  return Math.ceil(Number(((amount.value * total) / 100).toFixed(6)));
}
