import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** What a definition asks of its surroundings. */
export interface DefinitionParts {
  /** Roles that children run as; without one they have what the machine has. */
  readonly jobRoles: readonly string[];
  /** Roles that start children: they pull the image and write the log. */
  readonly executionRoles: readonly string[];
  readonly logs: readonly LogPlace[];
  /** vCPUs of one child; undefined when nothing can be told. */
  readonly vcpus: number | undefined;
  readonly fargate: boolean;
  readonly eks: boolean;
}

/** Where one container's output goes. */
export interface LogPlace {
  /** CloudWatch's group; Batch's own when nothing is said. */
  readonly group: string;
  readonly region: string | undefined;
  /** Whether the driver makes the group, or Batch itself does. */
  readonly made: boolean;
}

/** Where Batch writes when a definition says nothing; it makes the group at the first job (user guide, "awslogs"). */
export const DEFAULT_LOG_GROUP = '/aws/batch/job';

/** Takes the body of a definition apart; works for what is declared and for what DescribeJobDefinitions gives. */
export function partsOf(body: JsonObject): DefinitionParts {
  const container = objectOf(body.containerProperties);
  const tasks = objectsOf(objectOf(body.ecsProperties).taskProperties);
  const ranges = objectsOf(objectOf(body.nodeProperties).nodeRangeProperties);
  const rangeTasks = ranges.flatMap((each) => objectsOf(objectOf(each.ecsProperties).taskProperties));
  const pod = objectOf(objectOf(body.eksProperties).podProperties);
  const eks = isObject(body.eksProperties);
  const alone = [container, ...ranges.map((each) => objectOf(each.container))].filter(isFilled);
  const together = [...tasks, ...rangeTasks];
  const inTasks = together.flatMap((each) => objectsOf(each.containers));
  const pods = objectsOf(pod.containers);
  const platforms = Array.isArray(body.platformCapabilities) ? body.platformCapabilities : [];
  return {
    jobRoles: distinct([...textsOf(alone, 'jobRoleArn'), ...textsOf(together, 'taskRoleArn')]),
    executionRoles: distinct(textsOf([...alone, ...together], 'executionRoleArn')),
    logs: eks ? [] : placesOf([...alone, ...inTasks]),
    vcpus: eks ? sum(pods.map(podVcpus)) : sum([...alone, ...inTasks].map(containerVcpus)),
    fargate: platforms.includes('FARGATE'),
    eks,
  };
}

/** The vCPUs that SubmitJob's overrides ask for instead; undefined when they leave them alone. */
export function overriddenVcpus(submit: JsonObject): number | undefined {
  const tasks = objectsOf(objectOf(submit.ecsPropertiesOverride).taskProperties);
  const pod = objectOf(objectOf(submit.eksPropertiesOverride).podProperties);
  return (
    containerVcpus(objectOf(submit.containerOverrides)) ??
    sum(tasks.flatMap((each) => objectsOf(each.containers)).map(containerVcpus)) ??
    sum(objectsOf(pod.containers).map(podVcpus))
  );
}

function placesOf(containers: readonly JsonObject[]): readonly LogPlace[] {
  const places = containers.flatMap((each): readonly LogPlace[] => {
    const config = objectOf(each.logConfiguration);
    if (config.logDriver !== undefined && config.logDriver !== 'awslogs') return [];
    const options = objectOf(config.options);
    const group = textOf(options['awslogs-group']);
    return [
      {
        group: group ?? DEFAULT_LOG_GROUP,
        region: textOf(options['awslogs-region']),
        made:
          group === undefined || group === DEFAULT_LOG_GROUP || options['awslogs-create-group'] === 'true',
      },
    ];
  });
  return [...new Map(places.map((each) => [`${each.region ?? ''} ${each.group}`, each])).values()];
}

/** The new spelling wins over the old one, as Batch has it. */
function containerVcpus(container: JsonObject): number | undefined {
  const required = objectsOf(container.resourceRequirements).find((each) => each.type === 'VCPU');
  return numberOf(required?.value) ?? numberOf(container.vcpus);
}

/** Kubernetes' quantities of cpu: `2`, `0.5` or `500m`. */
function podVcpus(container: JsonObject): number | undefined {
  const resources = objectOf(container.resources);
  const text = objectOf(resources.limits).cpu ?? objectOf(resources.requests).cpu;
  const milli = typeof text === 'string' ? /^(\d+)m$/.exec(text)?.[1] : undefined;
  return milli === undefined ? numberOf(text) : Number(milli) / 1000;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0);
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(objects: readonly JsonObject[], member: string): readonly string[] {
  return objects.flatMap((each) => textOf(each[member]) ?? []);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isFilled(object: JsonObject): boolean {
  return Object.keys(object).length > 0;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
