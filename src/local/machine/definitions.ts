import { clientException, plainClientException } from './answer.ts';
import { arnOf, nameInArn } from './identity.ts';
import { pageOf } from './pages.ts';
import {
  checkEnvironment,
  checkName,
  checkPriority,
  checkRequirements,
  checkRetryStrategy,
  checkTags,
  checkTimeout,
} from './rules.ts';
import type { Definition, World } from './model.ts';
import type { ContainerProperties, Json, RegisterJobDefinitionInput } from './wire.ts';

/** AWS: a job definition is at most 24 KiB. */
const MAX_BYTES = 24 * 1024;
/** Deregistered revisions are kept for 180 days. */
export const DEREGISTERED_RETENTION_MS = 180 * 24 * 3600 * 1000;

/** RegisterJobDefinition: every call makes a new revision, whatever is in it. */
export function registerJobDefinition(world: World, input: RegisterJobDefinitionInput): Json {
  checkName(input.jobDefinitionName);
  checkContent(input);
  const { jobDefinitionName: name } = input;
  const family = world.definitions.get(name) ?? [];
  const revision = (family.at(-1)?.revision ?? 0) + 1;
  const definition: Definition = {
    name,
    revision,
    arn: arnOf(world.config, 'job-definition', `${name}:${revision}`),
    content: input,
    active: true,
    tags: { ...input.tags },
    deregisteredAt: undefined,
  };
  family.push(definition);
  world.definitions.set(name, family);
  world.hooks.changed?.('definition', definition);
  return { jobDefinitionName: name, jobDefinitionArn: definition.arn, revision };
}

function checkContent(input: RegisterJobDefinitionInput): void {
  if (JSON.stringify(input).length > MAX_BYTES) {
    throw clientException('Job definition size must be at most 24 KiB');
  }
  if (input.type === 'multinode' || input.nodeProperties !== undefined) {
    throw clientException('Multi-node parallel job definitions are not supported by the local engine');
  }
  const kinds = [input.containerProperties, input.ecsProperties, input.eksProperties];
  if (kinds.filter((each) => each !== undefined).length !== 1) {
    throw clientException(
      'Exactly one of containerProperties, ecsProperties, eksProperties must be provided for type container',
    );
  }
  checkRetryStrategy(input.retryStrategy);
  checkTimeout(input.timeout);
  checkTags(input.tags);
  checkPriority(input.schedulingPriority);
  if (input.containerProperties !== undefined) checkContainer(input.containerProperties, input);
  if (input.ecsProperties !== undefined) checkEcs(input.ecsProperties);
  if (input.eksProperties !== undefined) checkEks(input);
}

function checkContainer(container: ContainerProperties, input: RegisterJobDefinitionInput): void {
  const { image, vcpus, memory, resourceRequirements = [] } = container;
  if (image === undefined || image === '') throw clientException('Container image is required');
  checkEnvironment(container.environment);
  checkRequirements(resourceRequirements);
  const required = new Set(resourceRequirements.map((each) => each.type));
  if (vcpus !== undefined && required.has('VCPU')) {
    throw clientException('vcpus and the VCPU resource requirement must not both be specified');
  }
  if (memory !== undefined && required.has('MEMORY')) {
    throw clientException('memory and the MEMORY resource requirement must not both be specified');
  }
  if ((vcpus ?? 0) < 1 && !required.has('VCPU')) throw clientException('vCPUs must be at least 1');
  if ((memory ?? 0) < 4 && !required.has('MEMORY')) throw clientException('Memory must be at least 4 MiB');
  const fargate = input.platformCapabilities?.includes('FARGATE') === true;
  if (!fargate && container['networkConfiguration'] !== undefined) {
    throw clientException('networkConfiguration not applicable for EC2.');
  }
  if (!fargate && container['fargatePlatformConfiguration'] !== undefined) {
    throw clientException('fargatePlatformConfiguration not applicable for EC2.');
  }
  if (fargate && container['executionRoleArn'] === undefined) {
    throw clientException('executionRoleArn is required for Fargate jobs.');
  }
  if (fargate && container['privileged'] === true) {
    throw clientException('privileged is not applicable for Fargate.');
  }
}

function checkEcs(ecs: NonNullable<RegisterJobDefinitionInput['ecsProperties']>): void {
  if (ecs.taskProperties.length !== 1) throw clientException('taskProperties must have exactly one element');
  const { containers } = ecs.taskProperties[0]!;
  if (containers.length < 1 || containers.length > 10) {
    throw clientException('A task must have 1 to 10 containers');
  }
  const names = new Set<string>();
  for (const container of containers) {
    if (containers.length > 1 && container.name === undefined) {
      throw clientException('Container name is required');
    }
    if (names.has(container.name ?? '')) throw clientException('Container names must be unique');
    names.add(container.name ?? '');
    checkEnvironment(container.environment);
    checkRequirements(container.resourceRequirements);
  }
  if (!containers.some((each) => each.essential !== false)) {
    throw clientException('At least one container must be essential');
  }
}

function checkEks(input: RegisterJobDefinitionInput): void {
  const pod = input.eksProperties?.podProperties;
  const containers = pod?.containers ?? [];
  if (containers.length < 1 || containers.length > 10) {
    throw clientException('A pod must have 1 to 10 containers');
  }
  for (const container of [...containers, ...(pod?.initContainers ?? [])]) {
    for (const { name } of container.env ?? []) checkEnvironment([{ name }]);
  }
  if (input.platformCapabilities !== undefined && input.platformCapabilities.length > 0) {
    throw clientException('platformCapabilities must not be specified for EKS job definitions');
  }
}

/**
 * Finds a definition by name (its newest active revision), `name:revision` or ARN with or without a revision.
 * Undefined when there is none; a deregistered revision is found by its revision only.
 */
export function findDefinition(world: World, reference: string): Definition | undefined {
  const text = nameInArn(reference, 'job-definition') ?? reference;
  const match = /^([a-zA-Z0-9_-]{1,128})(?::([0-9]+))?$/.exec(text);
  if (match?.[1] === undefined) {
    throw plainClientException(`Provided name ${reference} is not supported pattern[a-zA-Z_0-9-]{1,128}`);
  }
  const family = world.definitions.get(match[1]) ?? [];
  if (match[2] === undefined) return family.findLast((each) => each.active);
  const revision = Number(match[2]);
  return family.find((each) => each.revision === revision);
}

export function deregisterJobDefinition(world: World, input: { readonly jobDefinition: string }): Json {
  const text = nameInArn(input.jobDefinition, 'job-definition') ?? input.jobDefinition;
  if (!/:[0-9]+$/.test(text)) throw clientException('Job definition revision is required to deregister');
  const definition = findDefinition(world, input.jobDefinition);
  if (definition === undefined) {
    throw clientException(`Job definition ${input.jobDefinition} does not exist`);
  }
  if (definition.active) {
    definition.active = false;
    definition.deregisteredAt = world.now();
    world.hooks.changed?.('definition', definition);
  }
  return {};
}

/** DescribeJobDefinitions: newest revisions of a name first. */
export function describeJobDefinitions(
  world: World,
  input: {
    readonly jobDefinitions?: readonly string[];
    readonly jobDefinitionName?: string;
    readonly status?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  },
): Json {
  if (input.jobDefinitions !== undefined && input.jobDefinitions.length > 0) {
    if (input.jobDefinitions.length > 100)
      throw clientException('Maximum number of job definitions supported is 100');
    const found = new Set<Definition>();
    for (const reference of input.jobDefinitions) {
      const definition = findDefinition(world, reference);
      if (definition !== undefined && alive(world, definition)) found.add(definition);
    }
    return { jobDefinitions: [...found].map(describeDefinition) };
  }
  const names =
    input.jobDefinitionName === undefined ? [...world.definitions.keys()] : [input.jobDefinitionName];
  const all = names.flatMap((name) => (world.definitions.get(name) ?? []).toReversed());
  const places = new Map(all.map((definition, at) => [definition, at]));
  const page = pageOf(
    all,
    (definition) => places.get(definition)!,
    `definitions ${input.jobDefinitionName ?? ''} ${input.status ?? ''}`,
    input,
    100,
    (definition) =>
      alive(world, definition) &&
      (input.status === undefined || input.status === (definition.active ? 'ACTIVE' : 'INACTIVE')),
  );
  return {
    jobDefinitions: page.items.map(describeDefinition),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}

function alive(world: World, definition: Definition): boolean {
  return (
    definition.deregisteredAt === undefined ||
    world.now() - definition.deregisteredAt < DEREGISTERED_RETENTION_MS
  );
}

/** The empty lists that Batch fills in. */
export function withDefaults(container: ContainerProperties): ContainerProperties {
  return {
    command: [],
    volumes: [],
    environment: [],
    mountPoints: [],
    ulimits: [],
    resourceRequirements: [],
    secrets: [],
    ...container,
  };
}

function describeDefinition(definition: Definition): Json {
  const { content } = definition;
  return {
    jobDefinitionName: definition.name,
    jobDefinitionArn: definition.arn,
    revision: definition.revision,
    status: definition.active ? 'ACTIVE' : 'INACTIVE',
    type: content.type,
    schedulingPriority: content.schedulingPriority,
    parameters: content.parameters ?? {},
    retryStrategy: content.retryStrategy === undefined ? undefined : strategyDetail(content.retryStrategy),
    containerProperties:
      content.containerProperties === undefined ? undefined : withDefaults(content.containerProperties),
    ecsProperties: content.ecsProperties as Json | undefined,
    eksProperties: content.eksProperties as Json | undefined,
    timeout: content.timeout as Json | undefined,
    tags: { ...definition.tags },
    propagateTags: content.propagateTags ?? (content.eksProperties === undefined ? false : undefined),
    platformCapabilities:
      content.platformCapabilities ?? (content.eksProperties === undefined ? ['EC2'] : undefined),
    containerOrchestrationType: content.eksProperties === undefined ? 'ECS' : 'EKS',
    consumableResourceProperties: content.consumableResourceProperties as Json | undefined,
  };
}

/** A retry strategy as Batch gives it back, with the list that may have been left out. */
export function strategyDetail(strategy: {
  readonly attempts?: number;
  readonly evaluateOnExit?: readonly object[];
}): Json {
  return {
    attempts: strategy.attempts ?? 1,
    evaluateOnExit: (strategy.evaluateOnExit ?? []) as readonly Json[],
  };
}
