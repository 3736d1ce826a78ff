import type { Json, JsonObject } from '../core/json.ts';
import type { API_VERSION } from './names.ts';

/** A count, or a percentage such as `5%`. */
export type AmountText = number | string;

/** What both kinds have. */
export interface MetadataFields {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `work`, of which exactly one member is present. */
export interface WorkFields {
  readonly size?: number;
  readonly items?: readonly Json[];
  readonly matrix?: MatrixFields;
  readonly file?: string;
  readonly s3?: S3Fields;
}

/** Axes beside `include` and `exclude`. */
export interface MatrixFields {
  readonly [axis: string]: readonly Json[] | undefined;
  readonly include?: readonly JsonObject[];
  readonly exclude?: readonly JsonObject[];
}

export interface S3Fields {
  readonly bucket: string;
  readonly prefix?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly parameters?: JsonObject;
  readonly refreshInterval?: string;
}

export interface FailureRuleFields {
  readonly action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';
  readonly onExitCodes?: { readonly operator: 'In' | 'NotIn'; readonly values: readonly number[] };
  readonly onReason?: string;
  readonly onStatusReason?: string;
}

export interface DependencyFields {
  readonly name?: string;
  readonly type?: 'N_TO_N' | 'SEQUENTIAL';
  readonly minSucceeded?: AmountText;
}

export interface RetryStrategyFields {
  readonly attempts?: number;
  readonly evaluateOnExit?: readonly JsonObject[];
}

/** `spec` of an ArrayJob as it is written. */
export interface ArrayJobFields {
  readonly jobQueue: string;
  readonly jobDefinition: string;
  readonly work: WorkFields;
  readonly itemsPerChild?: number;
  readonly manifest?: { readonly bucket: string; readonly key?: string };
  readonly indexMapping?: 'Command' | 'Environment';
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: AmountText;
  readonly failurePolicy?: { readonly rules: readonly FailureRuleFields[] };
  readonly successPolicy?: { readonly minSucceeded: AmountText };
  readonly parallelism?: number;
  readonly shardSize?: number;
  readonly activeDeadlineSeconds?: number;
  readonly dependsOn?: readonly DependencyFields[];
  readonly onChange?: 'Replace' | 'Wait' | 'Ignore';
  readonly onUpstreamChange?: 'Rerun' | 'Ignore';
  readonly canary?: AmountText;
  readonly suspend?: boolean;
  readonly deletionPolicy?: 'Terminate' | 'Orphan';
  readonly tags?: Readonly<Record<string, string>>;
  // In SubmitJob's own words; the schema knows what is in them.
  readonly parameters?: Readonly<Record<string, string>>;
  readonly containerOverrides?: JsonObject;
  readonly ecsPropertiesOverride?: JsonObject;
  readonly eksPropertiesOverride?: JsonObject;
  readonly retryStrategy?: RetryStrategyFields;
  readonly timeout?: { readonly attemptDurationSeconds?: number };
  readonly shareIdentifier?: string;
  readonly schedulingPriorityOverride?: number;
  readonly propagateTags?: boolean;
  readonly consumableResourcePropertiesOverride?: JsonObject;
}

/** An ArrayJob as it is written. */
export interface ArrayJobResource {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'ArrayJob';
  readonly metadata: MetadataFields;
  readonly spec: ArrayJobFields;
  readonly status?: unknown;
}

/** `spec` of a JobDefinition: RegisterJobDefinition's body without the name. */
export interface JobDefinitionFields {
  readonly type: 'container' | 'multinode';
  readonly parameters?: Readonly<Record<string, string>>;
  readonly schedulingPriority?: number;
  readonly containerProperties?: JsonObject;
  readonly nodeProperties?: JsonObject;
  readonly retryStrategy?: RetryStrategyFields;
  readonly propagateTags?: boolean;
  readonly timeout?: { readonly attemptDurationSeconds?: number };
  readonly tags?: Readonly<Record<string, string>>;
  readonly platformCapabilities?: readonly string[];
  readonly eksProperties?: JsonObject;
  readonly ecsProperties?: JsonObject;
  readonly consumableResourceProperties?: JsonObject;
}

/** A JobDefinition as it is written. */
export interface JobDefinitionResource {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'JobDefinition';
  readonly metadata: MetadataFields;
  readonly spec: JobDefinitionFields;
  readonly status?: unknown;
}
