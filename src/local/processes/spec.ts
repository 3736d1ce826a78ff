import type { Job, Run } from '../machine/model.ts';
import { unitId } from '../machine/model.ts';

/** One container of an attempt, ready to be run. */
export interface ContainerSpec {
  /** Its name within the task; `default` for a job of one container. */
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The attempt ends when this container ends. */
  readonly essential: boolean;
  /** Runs to its end before the others start. */
  readonly first: boolean;
}

/**
 * The containers of a job with their parameters put in. A placeholder is a whole argument, `Ref::name`; one without a
 * parameter stays as it is. All children of an array share this.
 */
export function containersOf(job: Job): readonly ContainerSpec[] {
  const put = (text: string): string => {
    const name = /^Ref::([A-Za-z0-9_-]+)$/.exec(text)?.[1];
    return (name === undefined ? undefined : job.parameters[name]) ?? text;
  };
  const variables = (list: readonly { name?: string; value?: string }[] = []): Record<string, string> =>
    Object.fromEntries(list.map((each) => [each.name ?? '', each.value ?? '']));
  if (job.container !== undefined) {
    const { image = '', command = [], environment } = job.container;
    return [
      {
        name: 'default',
        image,
        command: command.map(put),
        environment: variables(environment),
        essential: true,
        first: false,
      },
    ];
  }
  const tasks = job.ecs?.taskProperties[0]?.containers ?? [];
  if (tasks.length > 0) {
    const successFirst = new Set(
      tasks.flatMap((each) =>
        (each.dependsOn ?? [])
          .filter(({ condition }) => condition === 'SUCCESS' || condition === 'COMPLETE')
          .map(({ containerName }) => containerName ?? ''),
      ),
    );
    return tasks.map((each) => ({
      name: each.name ?? 'default',
      image: each.image ?? '',
      command: (each.command ?? []).map(put),
      environment: variables(each.environment),
      essential: each.essential !== false,
      first: successFirst.has(each.name ?? ''),
    }));
  }
  const pod = job.eks?.podProperties;
  const eks = (first: boolean) => (each: NonNullable<NonNullable<typeof pod>['containers']>[number]) => ({
    name: each.name ?? 'default',
    image: each.image ?? '',
    command: [...(each.command ?? []), ...(each.args ?? [])].map(put),
    environment: variables(each.env),
    essential: !first,
    first,
  });
  return [...(pod?.initContainers ?? []).map(eks(true)), ...(pod?.containers ?? []).map(eks(false))];
}

/** What Batch itself puts into a container's environment. A plain job gets no array index. */
export function batchEnvironment({ unit, attempt }: Run): Record<string, string> {
  const { job, index } = unit;
  return {
    AWS_BATCH_JOB_ID: unitId(unit),
    AWS_BATCH_JOB_ATTEMPT: String(attempt),
    AWS_BATCH_JQ_NAME: job.queue.name,
    AWS_BATCH_CE_NAME: unit.environment?.name ?? '',
    ...(index < 0
      ? {}
      : { AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: String(job.size) }),
  };
}
