import type {
  ContainerOverrides,
  ContainerProperties,
  EcsOverride,
  EcsProperties,
  EksContainer,
  EksProperties,
  KeyValue,
  Requirement,
} from './wire.ts';

/** The container of a job: the definition's, with what the submission replaces. Environments are merged by name. */
export function merge<C extends ContainerProperties>(
  container: C,
  overrides: ContainerOverrides | undefined,
): C {
  if (overrides === undefined) return container;
  const requirements = new Map<string, Requirement>();
  for (const each of container.resourceRequirements ?? []) requirements.set(each.type, each);
  for (const each of overrides.resourceRequirements ?? []) requirements.set(each.type, each);
  return {
    ...container,
    ...(overrides.command === undefined ? {} : { command: overrides.command }),
    ...(overrides.instanceType === undefined ? {} : { instanceType: overrides.instanceType }),
    ...(overrides.vcpus === undefined || container.vcpus === undefined ? {} : { vcpus: overrides.vcpus }),
    ...(overrides.memory === undefined || container.memory === undefined ? {} : { memory: overrides.memory }),
    environment: mergeEnvironment(container.environment ?? [], overrides.environment ?? []),
    resourceRequirements: [...requirements.values()],
  };
}

function mergeEnvironment<P extends KeyValue>(base: readonly P[], over: readonly P[]): readonly P[] {
  if (over.length === 0) return base;
  const merged = new Map<string, P>();
  for (const pair of base) merged.set(pair.name ?? '', pair);
  for (const pair of over) merged.set(pair.name ?? '', pair);
  return [...merged.values()];
}

/** Overrides of a task are matched to its containers by name. */
export function mergeEcs(ecs: EcsProperties, override: EcsOverride | undefined): EcsProperties {
  const overrides = override?.taskProperties?.[0]?.containers ?? [];
  if (overrides.length === 0) return ecs;
  return {
    taskProperties: ecs.taskProperties.map((task) => ({
      ...task,
      containers: task.containers.map((container) =>
        merge(
          container,
          overrides.find((each) => each.name === undefined || each.name === container.name),
        ),
      ),
    })),
  };
}

/** Overrides of a pod are matched to its containers by name; a sole container needs none. */
export function mergeEks(eks: EksProperties, override: EksProperties | undefined): EksProperties {
  const pod = eks.podProperties ?? {};
  const over = override?.podProperties;
  if (over === undefined) return eks;
  const apply = (
    list: readonly EksContainer[],
    overs: readonly EksContainer[] = [],
  ): readonly EksContainer[] =>
    list.map((container) => {
      const found = overs.find((each) => each.name === undefined || each.name === container.name);
      if (found === undefined) return container;
      const env = new Map((container.env ?? []).map((each) => [each.name, each]));
      for (const each of found.env ?? []) env.set(each.name, each);
      return {
        ...container,
        ...found,
        env: [...env.values()],
        resources: {
          limits: { ...container.resources?.limits, ...found.resources?.limits },
          requests: { ...container.resources?.requests, ...found.resources?.requests },
        },
      };
    });
  return {
    podProperties: {
      ...pod,
      containers: apply(pod.containers ?? [], over.containers),
      ...(pod.initContainers === undefined
        ? {}
        : { initContainers: apply(pod.initContainers, over.initContainers) }),
      metadata: { ...pod.metadata, ...over.metadata },
    },
  };
}

function requirement(container: ContainerProperties, type: 'VCPU' | 'MEMORY'): number | undefined {
  const found = container.resourceRequirements?.find((each) => each.type === type);
  return found === undefined ? undefined : Number(found.value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** The vCPUs that a job reserves: of all its containers together, 1 where nothing is said. */
export function vcpusOf(
  container: ContainerProperties | undefined,
  ecs: EcsProperties | undefined,
  eks: EksProperties | undefined,
): number {
  if (container !== undefined) return requirement(container, 'VCPU') ?? container.vcpus ?? 1;
  if (ecs !== undefined) {
    return sum((ecs.taskProperties[0]?.containers ?? []).map((each) => requirement(each, 'VCPU') ?? 1));
  }
  return sum(
    (eks?.podProperties?.containers ?? []).map(({ resources }) =>
      quantity(resources?.limits?.['cpu'] ?? resources?.requests?.['cpu'] ?? '1'),
    ),
  );
}

/** The memory that a job reserves, MiB. */
export function memoryOf(
  container: ContainerProperties | undefined,
  ecs: EcsProperties | undefined,
  eks: EksProperties | undefined,
): number {
  if (container !== undefined) return requirement(container, 'MEMORY') ?? container.memory ?? 0;
  if (ecs !== undefined) {
    return sum((ecs.taskProperties[0]?.containers ?? []).map((each) => requirement(each, 'MEMORY') ?? 0));
  }
  return sum(
    (eks?.podProperties?.containers ?? []).map(({ resources }) =>
      quantity(resources?.limits?.['memory'] ?? resources?.requests?.['memory'] ?? '0'),
    ),
  );
}

/** A Kubernetes quantity as Batch takes them: vCPUs plain or in `m`, memory in whole `Mi`. */
function quantity(text: string): number {
  const match = /^([0-9.]+)(m|Mi)?$/.exec(text);
  if (match?.[1] === undefined) return 0;
  return match[2] === 'm' ? Number(match[1]) / 1000 : Number(match[1]);
}
