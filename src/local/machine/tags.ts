import { clientException } from './answer.ts';
import { findEnvironment } from './environments.ts';
import { nameInArn } from './identity.ts';
import { findQueue } from './queues.ts';
import { checkTags } from './rules.ts';
import type { Entity, World } from './model.ts';
import type { Json, Tags } from './wire.ts';

interface Tagged {
  readonly kind: Entity['kind'];
  readonly value: Entity['value'] & { tags: Record<string, string> };
}

function tagged(world: World, arn: string): Tagged {
  const jobId = nameInArn(arn, 'job');
  if (jobId !== undefined) {
    // Tags stay on the parent: a child's ARN cannot be tagged.
    if (/:[0-9]+$/.test(jobId)) throw clientException('Array child jobs cannot be tagged');
    const job = world.jobs.get(jobId);
    if (job !== undefined) return { kind: 'job', value: job };
  }
  const queue = findQueue(world, arn);
  if (queue !== undefined) return { kind: 'queue', value: queue };
  if (nameInArn(arn, 'compute-environment') !== undefined) {
    const environment = findEnvironment(world, arn);
    if (environment !== undefined) return { kind: 'environment', value: environment };
  }
  const definitionName = nameInArn(arn, 'job-definition');
  const [name = '', revision] = definitionName?.split(':') ?? [];
  const definition = world.definitions.get(name)?.find((each) => each.revision === Number(revision));
  if (definition !== undefined) return { kind: 'definition', value: definition };
  const policy = world.policies.get(arn);
  if (policy !== undefined) return { kind: 'policy', value: policy };
  const resource = world.resources.get(arn);
  if (resource !== undefined) return { kind: 'resource', value: resource };
  throw clientException(`Resource ${arn} does not exist`);
}

export function listTagsForResource(world: World, input: { readonly resourceArn: string }): Json {
  return { tags: { ...tagged(world, input.resourceArn).value.tags } };
}

export function tagResource(
  world: World,
  input: { readonly resourceArn: string; readonly tags: Tags },
): Json {
  const { kind, value } = tagged(world, input.resourceArn);
  const tags = { ...value.tags, ...input.tags };
  checkTags(tags);
  value.tags = tags;
  world.hooks.changed?.(kind, value);
  return {};
}

export function untagResource(
  world: World,
  input: { readonly resourceArn: string; readonly tagKeys: readonly string[] },
): Json {
  const { kind, value } = tagged(world, input.resourceArn);
  value.tags = Object.fromEntries(Object.entries(value.tags).filter(([key]) => !input.tagKeys.includes(key)));
  world.hooks.changed?.(kind, value);
  return {};
}
