import type { BatchApi, ComputeEnvironmentDetail, QueueDetail } from '../../batch/api.ts';
import type { Desired } from '../../core/desired.ts';
import { keyOf } from '../catalog.ts';
import { failed, fine, listed, warned, type Check } from './check.ts';
import { overriddenVcpus, type DefinitionParts } from './definition-parts.ts';
import type { Needs } from './needs.ts';

/** The queues that specs name, and what stands behind them. */
export async function checkQueues(
  api: BatchApi,
  needs: Needs,
  definitions: ReadonlyMap<string, DefinitionParts>,
): Promise<readonly Check[]> {
  const names = [...needs.queues.keys()];
  if (names.length === 0) return [];
  const checks: Check[] = [];
  const found = new Map<string, QueueDetail>();
  for (const name of names) {
    // One by one: a name that is wrong must not hide the others.
    const answer = await api.describeJobQueues([name]);
    const affects = needs.queues.get(name) ?? [];
    if (answer.kind !== 'ok') {
      checks.push(
        failed({
          check: 'queue',
          subject: name,
          message: `cannot be looked at: ${answer.message}`,
          remedy: 'mend that first; jobs for it may be refused as well',
          affects,
        }),
      );
      continue;
    }
    const queue = answer.value.find((each) => each.name === name || each.arn === name);
    if (queue === undefined) checks.push(missing(name, affects, await others(api)));
    else {
      found.set(name, queue);
      checks.push(checkQueue(name, queue, affects));
    }
  }
  const environments = new Map<string, ComputeEnvironmentDetail>();
  const wanted = [...new Set([...found.values()].flatMap((each) => each.computeEnvironments))];
  for (const name of wanted) {
    const users = names.filter((each) => found.get(each)?.computeEnvironments.includes(name));
    const affects = [...new Set(users.flatMap((each) => needs.queues.get(each) ?? []))];
    const answer = await api.describeComputeEnvironments([name]);
    const environment = answer.kind === 'ok' ? answer.value[0] : undefined;
    if (environment !== undefined) environments.set(name, environment);
    checks.push(
      environment === undefined
        ? failed({
            check: 'environment',
            subject: shortName(name),
            message: answer.kind === 'ok' ? 'does not exist' : `cannot be looked at: ${answer.message}`,
            remedy: `look at the compute environments of the queue ${listed(users.map(shortName))}`,
            affects,
          })
        : checkEnvironment(environment, affects),
    );
  }
  for (const [name, queue] of found) {
    const behind = queue.computeEnvironments.flatMap((each) => environments.get(each) ?? []);
    const jobs = needs.jobs.filter((each) => each.jobQueue === name);
    checks.push(
      ...jobs.flatMap((job) => checkFit(job, name, queue, behind, definitions.get(job.jobDefinition))),
    );
  }
  return checks;
}

async function others(api: BatchApi): Promise<readonly string[]> {
  const all = await api.describeJobQueues();
  return all.kind === 'ok' ? all.value.map((each) => each.name) : [];
}

function missing(name: string, affects: readonly string[], there: readonly string[]): Check {
  const known = there.length === 0 ? 'there are no job queues here' : `there are ${listed(there)}`;
  return failed({
    check: 'queue',
    subject: name,
    message: `does not exist in this account and region (${known}): nothing is submitted to it`,
    remedy: 'create it, correct spec.jobQueue, or set AWS_REGION to where it is',
    affects,
  });
}

function checkQueue(subject: string, queue: QueueDetail, affects: readonly string[]): Check {
  const told = { check: 'queue', subject, affects } as const;
  if (!queue.enabled) {
    return failed({
      ...told,
      message: 'is DISABLED: it takes no jobs',
      remedy: `enable it: aws batch update-job-queue --job-queue ${queue.name} --state ENABLED`,
    });
  }
  if (queue.status !== undefined && queue.status !== 'VALID') {
    return failed({
      ...told,
      message: `is ${queue.status}${because(queue.statusReason)}: it takes no jobs`,
      remedy: 'wait if it is being made, else mend what the reason names',
    });
  }
  if (queue.computeEnvironments.length === 0) {
    return failed({
      ...told,
      message: 'has no compute environment: jobs would stay RUNNABLE for ever',
      remedy: 'give it one',
    });
  }
  return fine({
    ...told,
    message: `is ENABLED and VALID, on ${listed(queue.computeEnvironments.map(shortName))}`,
  });
}

function checkEnvironment(environment: ComputeEnvironmentDetail, affects: readonly string[]): Check {
  const { name, status, statusReason, maxvCpus, allocationStrategy, resourceType, enabled } = environment;
  const told = { check: 'environment', subject: name, affects } as const;
  if (!enabled) {
    return failed({
      ...told,
      message: 'is DISABLED: it starts no jobs',
      remedy: `enable it: aws batch update-compute-environment --compute-environment ${name} --state ENABLED`,
    });
  }
  if (status !== undefined && status !== 'VALID') {
    return failed({
      ...told,
      message: `is ${status}${because(statusReason)}: it starts no jobs`,
      remedy:
        'wait if it is being made, else mend what the reason names (its roles, subnets, launch template)',
    });
  }
  if (maxvCpus === 0) {
    return failed({
      ...told,
      message: 'has maxvCpus 0: jobs would stay RUNNABLE for ever',
      remedy: 'raise maxvCpus',
    });
  }
  if (allocationStrategy === 'BEST_FIT') {
    return warned({
      ...told,
      message:
        'uses the allocation strategy BEST_FIT: it waits for one instance type instead of taking another',
      remedy: 'use BEST_FIT_PROGRESSIVE, or SPOT_CAPACITY_OPTIMIZED for Spot',
    });
  }
  const size = maxvCpus === undefined ? '' : `, up to ${maxvCpus} vCPUs`;
  return fine({
    ...told,
    message: `is ENABLED and VALID${size}${resourceType === undefined ? '' : ` of ${resourceType}`}`,
  });
}

/** Whether the children of one ArrayJob can ever run behind a queue. */
function checkFit(
  job: Desired,
  queueName: string,
  queue: QueueDetail,
  environments: readonly ComputeEnvironmentDetail[],
  parts: DefinitionParts | undefined,
): readonly Check[] {
  const told = { check: 'environment', subject: queueName, affects: [keyOf('ArrayJob', job.name)] } as const;
  const checks: Check[] = [];
  const shared = typeof job.submit['shareIdentifier'] === 'string';
  if (queue.schedulingPolicy !== undefined && !shared) {
    checks.push(
      failed({
        ...told,
        check: 'queue',
        message: `has a scheduling policy, and ${job.name} has no shareIdentifier: Batch refuses its jobs`,
        remedy: 'set spec.shareIdentifier',
      }),
    );
  }
  if (queue.schedulingPolicy === undefined && shared) {
    checks.push(
      failed({
        ...told,
        check: 'queue',
        message: `has no scheduling policy, and ${job.name} has a shareIdentifier: Batch refuses its jobs`,
        remedy: 'remove spec.shareIdentifier, or use a fair-share queue',
      }),
    );
  }
  const vcpus = overriddenVcpus(job.submit) ?? parts?.vcpus;
  const usable = environments.filter((each) => each.enabled);
  const sizes = usable.map((each) => each.maxvCpus);
  // An environment without a size (unmanaged) may have any.
  const largest =
    sizes.includes(undefined) || sizes.length === 0 ? Infinity : Math.max(...sizes.map((each) => each ?? 0));
  if (vcpus !== undefined && vcpus > largest) {
    checks.push(
      failed({
        ...told,
        message: `a child of ${job.name} needs ${vcpus} vCPUs, and no compute environment may have more than ${largest}: it would stay RUNNABLE for ever`,
        remedy: 'raise maxvCpus, or ask for less',
      }),
    );
    return checks;
  }
  const all = sizes.includes(undefined) ? Infinity : sizes.reduce<number>((a, b) => a + (b ?? 0), 0);
  const wanted = vcpus === undefined || job.parallelism === undefined ? 0 : vcpus * job.parallelism;
  if (sizes.length > 0 && wanted > all) {
    checks.push(
      warned({
        ...told,
        message: `${job.name} allows ${job.parallelism ?? 0} children of ${vcpus ?? 0} vCPUs at a time, and there are ${all} vCPUs: at most ${Math.floor(all / (vcpus ?? 1))} run`,
        remedy: 'raise maxvCpus, or lower spec.parallelism',
      }),
    );
  }
  const kinds = usable.flatMap((each) => each.resourceType ?? []);
  const fargate = kinds.filter((each) => each.startsWith('FARGATE'));
  if (parts !== undefined && kinds.length > 0 && !parts.eks) {
    const unfit = parts.fargate ? fargate.length === 0 : fargate.length === kinds.length;
    if (unfit) {
      checks.push(
        failed({
          ...told,
          message: `the definition of ${job.name} is for ${parts.fargate ? 'Fargate' : 'EC2'}, and the queue has ${listed([...new Set(kinds)])} only: its jobs would not run`,
          remedy: 'use another queue, or set platformCapabilities in the definition',
        }),
      );
    }
  }
  const kubernetes = usable.filter((each) => each.orchestration === 'EKS');
  if (parts !== undefined && usable.length > 0 && parts.eks !== kubernetes.length > 0) {
    if (usable.every((each) => each.orchestration !== undefined)) {
      checks.push(
        failed({
          ...told,
          message: `the definition of ${job.name} is for ${parts.eks ? 'EKS' : 'ECS'}, and the queue is not: its jobs would not run`,
          remedy: 'use another queue, or another definition',
        }),
      );
    }
  }
  return checks;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}

function shortName(text: string): string {
  return text.startsWith('arn:') ? (text.split('/').at(-1) ?? text) : text;
}
