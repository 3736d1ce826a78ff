import { clientException } from './answer.ts';
import { arnOf } from './identity.ts';
import { unitId } from './model.ts';
import { pageOf } from './pages.ts';
import { checkName, checkTags } from './rules.ts';
import { unpark } from './scheduler.ts';
import { nameFilter } from './list.ts';
import type { ConsumableResource, Unit, World } from './model.ts';
import type { Json, Tags } from './wire.ts';

/** A client token makes an update happen once within 8 hours. */
const TOKEN_LIFE_MS = 8 * 3600 * 1000;

interface Listing {
  readonly filters?: readonly { readonly name?: string; readonly values?: readonly string[] }[];
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** By name or ARN. */
export function findResource(world: World, reference: string): ConsumableResource | undefined {
  return (
    world.resources.get(reference) ??
    world.resources.get(arnOf(world.config, 'consumable-resource', reference))
  );
}

function known(world: World, reference: string): ConsumableResource {
  const resource = findResource(world, reference);
  if (resource === undefined) throw clientException(`Consumable resource ${reference} does not exist`);
  return resource;
}

export function createConsumableResource(
  world: World,
  input: {
    readonly consumableResourceName: string;
    readonly totalQuantity?: number;
    readonly resourceType?: string;
    readonly tags?: Tags;
  },
): Json {
  const name = input.consumableResourceName;
  checkName(name);
  checkTags(input.tags);
  const type = input.resourceType ?? 'REPLENISHABLE';
  if (type !== 'REPLENISHABLE' && type !== 'NON_REPLENISHABLE') {
    throw clientException('resourceType must be REPLENISHABLE or NON_REPLENISHABLE');
  }
  const total = input.totalQuantity ?? 0;
  if (total < 0) throw clientException('totalQuantity must not be negative');
  if (findResource(world, name) !== undefined) throw clientException('Object already exists');
  const resource: ConsumableResource = {
    name,
    arn: arnOf(world.config, 'consumable-resource', name),
    type,
    createdAt: world.now(),
    total,
    inUse: 0,
    tags: { ...input.tags },
    tokens: new Map(),
  };
  world.resources.set(resource.arn, resource);
  world.hooks.changed?.('resource', resource);
  return { consumableResourceName: name, consumableResourceArn: resource.arn };
}

export function updateConsumableResource(
  world: World,
  input: {
    readonly consumableResource: string;
    readonly operation?: string;
    readonly quantity?: number;
    readonly clientToken?: string;
  },
): Json {
  const resource = known(world, input.consumableResource);
  const quantity = input.quantity ?? 0;
  if (quantity < 0) throw clientException('quantity must not be negative');
  const operation = input.operation ?? 'SET';
  const token = input.clientToken === undefined ? undefined : `${input.clientToken} ${operation} ${quantity}`;
  const seen = token === undefined ? undefined : resource.tokens.get(token);
  if (seen === undefined || world.now() - seen >= TOKEN_LIFE_MS) {
    if (operation === 'SET') resource.total = quantity;
    else if (operation === 'ADD') resource.total += quantity;
    else if (operation === 'REMOVE') resource.total = Math.max(0, resource.total - quantity);
    else throw clientException('operation must be SET, ADD or REMOVE');
    if (token !== undefined) resource.tokens.set(token, world.now());
    unpark(world);
    world.hooks.changed?.('resource', resource);
  }
  return {
    consumableResourceName: resource.name,
    consumableResourceArn: resource.arn,
    totalQuantity: resource.total,
  };
}

export function deleteConsumableResource(world: World, input: { readonly consumableResource: string }): Json {
  const resource = findResource(world, input.consumableResource);
  if (resource !== undefined) {
    world.resources.delete(resource.arn);
    world.hooks.removed?.('resource', resource);
  }
  return {};
}

export function describeConsumableResource(
  world: World,
  input: { readonly consumableResource: string },
): Json {
  const resource = known(world, input.consumableResource);
  return {
    consumableResourceName: resource.name,
    consumableResourceArn: resource.arn,
    totalQuantity: resource.total,
    inUseQuantity: resource.inUse,
    availableQuantity: Math.max(0, resource.total - resource.inUse),
    resourceType: resource.type,
    createdAt: resource.createdAt,
    tags: { ...resource.tags },
  };
}

export function listConsumableResources(world: World, input: Listing): Json {
  const places = new Map([...world.resources.values()].map((each, at) => [each, at]));
  const filter = input.filters?.find((each) => each.name === 'CONSUMABLE_RESOURCE_NAME');
  const fits = filter === undefined ? () => true : nameFilter(filter.values ?? []);
  const page = pageOf(
    places.keys(),
    (each) => places.get(each)!,
    'resources',
    input,
    100,
    (each) => fits(each.name),
  );
  return {
    consumableResources: page.items.map((resource) => ({
      consumableResourceArn: resource.arn,
      consumableResourceName: resource.name,
      totalQuantity: resource.total,
      inUseQuantity: resource.inUse,
      resourceType: resource.type,
    })),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}

export function listJobsByConsumableResource(
  world: World,
  input: Listing & { readonly consumableResource: string },
): Json {
  const resource = known(world, input.consumableResource);
  const byStatus = input.filters?.find((each) => each.name === 'JOB_STATUS')?.values;
  const byName = input.filters?.find((each) => each.name === 'JOB_NAME')?.values;
  const fits = byName === undefined ? () => true : nameFilter(byName);
  const units: Unit[] = [];
  for (const job of world.jobs.values()) {
    const needs = job.consumables?.consumableResourceList ?? [];
    if (!needs.some((each) => each.consumableResource === resource.arn) || !fits(job.name)) continue;
    units.push(...job.units);
  }
  const places = new Map(units.map((unit, at) => [unit, at]));
  const page = pageOf(
    units,
    (unit) => places.get(unit)!,
    `jobs of ${resource.arn}`,
    input,
    100,
    (unit) => byStatus === undefined || byStatus.includes(unit.status),
  );
  return {
    jobs: page.items.map((unit) => ({
      jobArn: arnOf(world.config, 'job', unitId(unit)),
      jobQueueArn: unit.job.queue.arn,
      jobName: unit.job.name,
      jobDefinitionArn: unit.job.definitionArn,
      shareIdentifier: unit.job.shareIdentifier,
      jobStatus: unit.status,
      quantity:
        unit.job.consumables?.consumableResourceList?.find((each) => each.consumableResource === resource.arn)
          ?.quantity ?? 0,
      statusReason: unit.statusReason,
      startedAt: unit.startedAt,
      createdAt: unit.createdAt,
      consumableResourceProperties: unit.job.consumables as unknown as Json,
    })),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}
