/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; a member that is undefined is left out when it is written. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export type Tags = Readonly<Record<string, string>>;

export interface KeyValue {
  readonly name?: string;
  readonly value?: string;
}

export interface Requirement {
  readonly type: 'GPU' | 'VCPU' | 'MEMORY';
  readonly value: string;
}

export interface EvaluateOnExit {
  readonly onStatusReason?: string;
  readonly onReason?: string;
  readonly onExitCode?: string;
  readonly action: string;
}

export interface RetryStrategy {
  readonly attempts?: number;
  readonly evaluateOnExit?: readonly EvaluateOnExit[];
}

export interface Timeout {
  readonly attemptDurationSeconds?: number;
}

export interface Dependency {
  readonly jobId?: string;
  readonly type?: 'N_TO_N' | 'SEQUENTIAL';
}

export interface LogConfiguration {
  readonly logDriver: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** What a container is made of; the members that the engine itself looks at. All others are kept and given back. */
export interface ContainerProperties extends JsonObject {
  readonly image?: string;
  readonly vcpus?: number;
  readonly memory?: number;
  readonly command?: readonly string[];
  readonly environment?: readonly (KeyValue & JsonObject)[];
  readonly resourceRequirements?: readonly (Requirement & JsonObject)[];
  readonly logConfiguration?: LogConfiguration & JsonObject;
}

export interface ContainerOverrides {
  readonly vcpus?: number;
  readonly memory?: number;
  readonly command?: readonly string[];
  readonly instanceType?: string;
  readonly environment?: readonly KeyValue[];
  readonly resourceRequirements?: readonly Requirement[];
}

export interface TaskContainer extends ContainerProperties {
  readonly name?: string;
  readonly essential?: boolean;
  readonly dependsOn?: readonly ({
    readonly containerName?: string;
    readonly condition?: string;
  } & JsonObject)[];
}

export interface EcsProperties {
  readonly taskProperties: readonly ({ readonly containers: readonly TaskContainer[] } & JsonObject)[];
}

export interface EcsOverride {
  readonly taskProperties?: readonly {
    readonly containers?: readonly (ContainerOverrides & { readonly name?: string })[];
  }[];
}

export interface EksContainer extends JsonObject {
  readonly name?: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly ({ readonly name: string; readonly value?: string } & JsonObject)[];
  readonly resources?: {
    readonly limits?: Readonly<Record<string, string>>;
    readonly requests?: Readonly<Record<string, string>>;
  };
}

export interface EksProperties {
  readonly podProperties?: {
    readonly containers?: readonly EksContainer[];
    readonly initContainers?: readonly EksContainer[];
    readonly metadata?: JsonObject;
  } & JsonObject;
}

export interface ConsumableProperties {
  readonly consumableResourceList?: readonly {
    readonly consumableResource?: string;
    readonly quantity?: number;
  }[];
}

export interface SubmitJobInput {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly jobDefinition: string;
  readonly shareIdentifier?: string;
  readonly schedulingPriorityOverride?: number;
  readonly arrayProperties?: { readonly size?: number };
  readonly dependsOn?: readonly Dependency[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly containerOverrides?: ContainerOverrides;
  readonly nodeOverrides?: JsonObject;
  readonly retryStrategy?: RetryStrategy;
  readonly propagateTags?: boolean;
  readonly timeout?: Timeout;
  readonly tags?: Tags;
  readonly eksPropertiesOverride?: EksProperties;
  readonly ecsPropertiesOverride?: EcsOverride;
  readonly consumableResourcePropertiesOverride?: ConsumableProperties;
}

export interface RegisterJobDefinitionInput {
  readonly jobDefinitionName: string;
  readonly type: 'container' | 'multinode';
  readonly parameters?: Readonly<Record<string, string>>;
  readonly schedulingPriority?: number;
  readonly containerProperties?: ContainerProperties;
  readonly nodeProperties?: JsonObject;
  readonly retryStrategy?: RetryStrategy;
  readonly propagateTags?: boolean;
  readonly timeout?: Timeout;
  readonly tags?: Tags;
  readonly platformCapabilities?: readonly ('EC2' | 'FARGATE' | 'MANAGED_INSTANCES')[];
  readonly eksProperties?: EksProperties;
  readonly ecsProperties?: EcsProperties;
  readonly consumableResourceProperties?: ConsumableProperties;
}

export interface ListJobsInput {
  readonly jobQueue?: string;
  readonly arrayJobId?: string;
  readonly multiNodeJobId?: string;
  readonly jobStatus?: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly filters?: readonly { readonly name?: string; readonly values?: readonly string[] }[];
}
