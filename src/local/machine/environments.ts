import { clientException } from './answer.ts';
import { arnOf, nameInArn, randomUuid } from './identity.ts';
import { pageOf } from './pages.ts';
import { checkName, checkTags } from './rules.ts';
import type { ComputeEnvironment, World } from './model.ts';
import type { Json, JsonObject, Tags } from './wire.ts';

interface EnvironmentInput {
  readonly computeEnvironmentName: string;
  readonly type: 'MANAGED' | 'UNMANAGED';
  readonly state?: 'ENABLED' | 'DISABLED';
  readonly unmanagedvCpus?: number;
  readonly computeResources?: JsonObject;
  readonly serviceRole?: string;
  readonly tags?: Tags;
  readonly eksConfiguration?: JsonObject;
  readonly context?: string;
}

/** By name or by its whole ARN. */
export function findEnvironment(world: World, reference: string): ComputeEnvironment | undefined {
  return world.environments.get(nameInArn(reference, 'compute-environment') ?? reference);
}

/** CreateComputeEnvironment: the sums are AWS's, the instances are this machine's. */
export function createComputeEnvironment(world: World, input: EnvironmentInput): Json {
  checkName(input.computeEnvironmentName);
  checkTags(input.tags);
  if (world.environments.has(input.computeEnvironmentName)) throw clientException('Object already exists');
  const resources = input.computeResources;
  if (input.type === 'MANAGED') {
    if (resources === undefined)
      throw clientException('computeResources must be provided for a MANAGED compute environment');
    checkResources(resources, input.eksConfiguration !== undefined);
  }
  const environment = addEnvironment(world, input.computeEnvironmentName, {
    ...input,
    elastic: false,
    maxvCpus: numberIn(resources, 'maxvCpus') ?? input.unmanagedvCpus ?? 0,
  });
  return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
}

function checkResources(resources: JsonObject, eks: boolean): void {
  const fargate = resources['type'] === 'FARGATE' || resources['type'] === 'FARGATE_SPOT';
  const maximum = numberIn(resources, 'maxvCpus') ?? 0;
  if (maximum < 1) throw clientException('maxvCpus must be at least 1');
  if (fargate) {
    for (const name of ['desiredvCpus', 'minvCpus', 'instanceTypes', 'instanceRole', 'tags']) {
      if (resources[name] !== undefined) throw clientException(`${name} is not applicable for Fargate.`);
    }
    return;
  }
  if (!eks && resources['instanceRole'] === undefined) throw clientException('Instance role is required.');
  const minimum = numberIn(resources, 'minvCpus') ?? 0;
  if (minimum < 0 || minimum > maximum) {
    throw clientException('minvCpus must be at least 0 and at most maxvCpus');
  }
}

/** Adds an environment, also one that the engine declares for itself. */
export function addEnvironment(
  world: World,
  name: string,
  input: Partial<EnvironmentInput> & { readonly elastic: boolean; readonly maxvCpus: number },
): ComputeEnvironment {
  const environment: ComputeEnvironment = {
    name,
    arn: arnOf(world.config, 'compute-environment', name),
    uuid: randomUuid(world.random),
    type: input.type ?? 'MANAGED',
    state: input.state ?? 'ENABLED',
    serviceRole: input.serviceRole,
    unmanagedvCpus: input.unmanagedvCpus,
    resources: input.computeResources,
    eksConfiguration: input.eksConfiguration,
    updatePolicy: undefined,
    context: input.context,
    tags: { ...input.tags },
    elastic: input.elastic,
    maxvCpus: input.maxvCpus,
    used: 0,
  };
  world.environments.set(name, environment);
  world.hooks.changed?.('environment', environment);
  return environment;
}

export function updateComputeEnvironment(
  world: World,
  input: Partial<EnvironmentInput> & {
    readonly computeEnvironment: string;
    readonly updatePolicy?: JsonObject;
  },
): Json {
  const environment = findEnvironment(world, input.computeEnvironment);
  if (environment === undefined) {
    throw clientException(`Compute environment ${input.computeEnvironment} does not exist`);
  }
  const resources =
    input.computeResources === undefined
      ? environment.resources
      : { ...environment.resources, ...input.computeResources };
  if (resources !== undefined && input.computeResources !== undefined && environment.type === 'MANAGED') {
    checkResources(resources, environment.eksConfiguration !== undefined);
  }
  environment.resources = resources;
  environment.maxvCpus = numberIn(resources, 'maxvCpus') ?? input.unmanagedvCpus ?? environment.maxvCpus;
  environment.state = input.state ?? environment.state;
  environment.unmanagedvCpus = input.unmanagedvCpus ?? environment.unmanagedvCpus;
  environment.serviceRole = input.serviceRole ?? environment.serviceRole;
  environment.updatePolicy = input.updatePolicy ?? environment.updatePolicy;
  environment.context = input.context ?? environment.context;
  world.dispatchNeeded = true;
  world.hooks.changed?.('environment', environment);
  return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
}

export function deleteComputeEnvironment(world: World, input: { readonly computeEnvironment: string }): Json {
  const environment = findEnvironment(world, input.computeEnvironment);
  if (environment === undefined) return {};
  for (const queue of world.queues.values()) {
    if (queue.environments.some((each) => each.environment === environment)) {
      throw clientException('Cannot delete, found existing JobQueue relationship');
    }
  }
  if (environment.state !== 'DISABLED') {
    throw clientException('Cannot delete, compute environment must be DISABLED first');
  }
  world.environments.delete(environment.name);
  world.hooks.removed?.('environment', environment);
  return {};
}

export function describeComputeEnvironments(
  world: World,
  input: {
    readonly computeEnvironments?: readonly string[];
    readonly maxResults?: number;
    readonly nextToken?: string;
  },
): Json {
  const wanted = input.computeEnvironments ?? [];
  const places = new Map([...world.environments.values()].map((each, at) => [each, at]));
  const only = new Set(wanted.map((each) => findEnvironment(world, each)));
  const page = pageOf(
    places.keys(),
    (environment) => places.get(environment)!,
    'environments',
    input,
    100,
    (environment) => wanted.length === 0 || only.has(environment),
  );
  return {
    computeEnvironments: page.items.map((each) => describeEnvironment(world, each)),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}

function describeEnvironment(world: World, environment: ComputeEnvironment): Json {
  const { accountId, region } = world.config;
  const resources: JsonObject = environment.resources ?? {};
  const fargate = resources['type'] === 'FARGATE' || resources['type'] === 'FARGATE_SPOT';
  return {
    computeEnvironmentName: environment.name,
    computeEnvironmentArn: environment.arn,
    unmanagedvCpus: environment.unmanagedvCpus,
    ecsClusterArn:
      environment.eksConfiguration === undefined
        ? `arn:aws:ecs:${region}:${accountId}:cluster/${environment.name}_Batch_${environment.uuid}`
        : undefined,
    tags: { ...environment.tags },
    type: environment.type,
    state: environment.state,
    status: 'VALID',
    statusReason: 'ComputeEnvironment Healthy',
    computeResources:
      environment.type === 'UNMANAGED'
        ? undefined
        : {
            type: 'EC2',
            subnets: [],
            ...(fargate
              ? {}
              : { minvCpus: 0, desiredvCpus: Math.min(Math.ceil(environment.used), environment.maxvCpus) }),
            maxvCpus: environment.maxvCpus,
            ...resources,
          },
    serviceRole:
      environment.serviceRole ??
      `arn:aws:iam::${accountId}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`,
    updatePolicy: environment.updatePolicy,
    eksConfiguration: environment.eksConfiguration,
    containerOrchestrationType: environment.eksConfiguration === undefined ? 'ECS' : 'EKS',
    uuid: environment.uuid,
    context: environment.context,
  };
}

function numberIn(object: JsonObject | undefined, name: string): number | undefined {
  const value = object?.[name];
  return typeof value === 'number' ? value : undefined;
}
