import { clientException } from './answer.ts';
import { arnOf } from './identity.ts';
import { pageOf } from './pages.ts';
import { checkName, checkTags } from './rules.ts';
import type { SchedulingPolicy, World } from './model.ts';
import type { Json, JsonObject, Tags } from './wire.ts';

interface PolicyInput {
  readonly fairsharePolicy?: SchedulingPolicy['fairshare'];
  readonly quotaSharePolicy?: JsonObject;
}

function checkPolicy(input: PolicyInput): void {
  if (input.quotaSharePolicy !== undefined) {
    throw clientException('Quota share policies are not supported by the local engine');
  }
  const {
    shareDecaySeconds = 0,
    computeReservation = 0,
    shareDistribution = [],
  } = input.fairsharePolicy ?? {};
  if (shareDecaySeconds < 0 || shareDecaySeconds > 604_800) {
    throw clientException('shareDecaySeconds must be between 0 and 604800');
  }
  if (computeReservation < 0 || computeReservation > 99) {
    throw clientException('computeReservation must be between 0 and 99');
  }
  for (const { shareIdentifier, weightFactor = 1 } of shareDistribution) {
    if (!/^[A-Za-z0-9]{1,255}\*?$|^\*$/.test(shareIdentifier)) {
      throw clientException(`Share identifier ${shareIdentifier} is not valid`);
    }
    if (weightFactor < 0.0001 || weightFactor > 999.9999) {
      throw clientException('weightFactor must be between 0.0001 and 999.9999');
    }
  }
}

export function createSchedulingPolicy(
  world: World,
  input: PolicyInput & { readonly name: string; readonly tags?: Tags },
): Json {
  checkName(input.name);
  checkTags(input.tags);
  checkPolicy(input);
  const arn = arnOf(world.config, 'scheduling-policy', input.name);
  if (world.policies.has(arn)) throw clientException('Object already exists');
  const policy: SchedulingPolicy = {
    name: input.name,
    arn,
    fairshare: input.fairsharePolicy ?? {},
    tags: { ...input.tags },
  };
  world.policies.set(arn, policy);
  world.hooks.changed?.('policy', policy);
  return { name: policy.name, arn };
}

export function updateSchedulingPolicy(world: World, input: PolicyInput & { readonly arn: string }): Json {
  const policy = world.policies.get(input.arn);
  if (policy === undefined) throw clientException(`Scheduling policy ${input.arn} does not exist`);
  checkPolicy(input);
  policy.fairshare = input.fairsharePolicy ?? policy.fairshare;
  world.dispatchNeeded = true;
  world.hooks.changed?.('policy', policy);
  return {};
}

export function deleteSchedulingPolicy(world: World, input: { readonly arn: string }): Json {
  const policy = world.policies.get(input.arn);
  if (policy === undefined) return {};
  if ([...world.queues.values()].some((queue) => queue.policyArn === input.arn)) {
    throw clientException('Cannot delete, found existing JobQueue relationship');
  }
  world.policies.delete(input.arn);
  world.hooks.removed?.('policy', policy);
  return {};
}

export function describeSchedulingPolicies(world: World, input: { readonly arns: readonly string[] }): Json {
  if (input.arns.length > 100)
    throw clientException('Maximum number of scheduling policies supported is 100');
  const found = input.arns
    .map((arn) => world.policies.get(arn))
    .filter((each): each is SchedulingPolicy => each !== undefined);
  return {
    schedulingPolicies: found.map((policy) => ({
      name: policy.name,
      arn: policy.arn,
      fairsharePolicy: policy.fairshare,
      tags: { ...policy.tags },
    })),
  };
}

export function listSchedulingPolicies(
  world: World,
  input: { readonly maxResults?: number; readonly nextToken?: string },
): Json {
  const places = new Map([...world.policies.values()].map((each, at) => [each, at]));
  const page = pageOf(places.keys(), (each) => places.get(each)!, 'policies', input, 100);
  return {
    schedulingPolicies: page.items.map(({ arn }) => ({ arn })),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}
