import { canonicalText, isObject, only, without, type Json, type JsonObject } from './json.ts';

/** Members of a description that RegisterJobDefinition does not take, or that are compared elsewhere. */
const DESCRIPTION_ONLY = [
  'jobDefinitionName',
  'jobDefinitionArn',
  'revision',
  'status',
  'containerOrchestrationType',
  'tags',
];

/** Lists whose order means nothing, and the member that tells their entries apart. */
const UNORDERED: Readonly<Record<string, string>> = {
  environment: 'name',
  env: 'name',
  secrets: 'name',
  secretOptions: 'name',
  resourceRequirements: 'type',
  mountPoints: 'containerPath',
  volumeMounts: 'mountPath',
  volumes: 'name',
  ulimits: 'name',
  consumableResourceList: 'consumableResource',
  imagePullSecrets: 'name',
};

/**
 * What Batch, ECS or Kubernetes fills in where nothing is said, by the member's name
 * (doc comments of @aws-sdk/client-batch: "The default value is …").
 */
const DEFAULTS: Readonly<Record<string, readonly Json[]>> = {
  readOnly: [false],
  readonlyRootFilesystem: [false],
  readOnlyRootFilesystem: [false],
  privileged: [false],
  allowPrivilegeEscalation: [false],
  enableExecuteCommand: [false],
  initProcessEnabled: [false],
  shareProcessNamespace: [false],
  propagateTags: [false],
  essential: [true],
  optional: [false],
  platformVersion: ['LATEST'],
  operatingSystemFamily: ['LINUX'],
  cpuArchitecture: ['X86_64'],
  assignPublicIp: ['DISABLED'],
  transitEncryption: ['DISABLED'],
  iam: ['DISABLED'],
  rootDirectory: ['/'],
  medium: [''],
  attempts: [1],
};

/** A number where Batch gives one, whatever way it was written: `"2"`, `"2.0"` and 2 are the same. */
function numberText(value: Json): Json {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return String(Number(value));
  return value;
}

/** A member of a table, and nothing that every object inherits: keys come from people. */
function ownOf<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** containerProperties.vcpus and .memory are the old spelling of two resourceRequirements; the new one wins. */
function modernResources(container: JsonObject): JsonObject {
  if (!('vcpus' in container) && !('memory' in container)) return container;
  const listed = container.resourceRequirements;
  const stated: readonly Json[] = Array.isArray(listed) ? (listed as readonly Json[]) : [];
  const has = (type: string): boolean => stated.some((each: Json) => isObject(each) && each.type === type);
  const old: JsonObject[] = [];
  // A description may carry 0 for what was given in resourceRequirements.
  const add = (type: string, value: Json | undefined): void => {
    if (value !== undefined && value !== null && value !== 0 && !has(type)) old.push({ type, value });
  };
  add('VCPU', container.vcpus);
  add('MEMORY', container.memory);
  return { ...without(container, ['vcpus', 'memory']), resourceRequirements: [...stated, ...old] };
}

/** Maps whose keys and values are the user's own: no default and no order applies inside. */
const FREE_MAPS = ['parameters', 'options', 'labels', 'annotations', 'driverOpts', 'tags'];

function canonicalValue(key: string, value: Json): Json {
  if (FREE_MAPS.includes(key) && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        typeof each === 'string' ? each : JSON.stringify(each),
      ]),
    );
  }
  if (key === 'limits' || key === 'requests') {
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, numberText(each)]))
      : value;
  }
  if (Array.isArray(value)) return canonicalList(key, value as readonly Json[]);
  if (isObject(value)) return canonicalObject(value);
  return value;
}

function canonicalList(key: string, list: readonly Json[]): Json {
  const entries = list.map((each) => {
    if (!isObject(each)) return each;
    if (key === 'resourceRequirements' && each.value !== undefined) {
      return { ...each, value: numberText(each.value) };
    }
    // An environment entry without a value is an empty one.
    if (key === 'environment' || key === 'env') {
      const text = each.value ?? '';
      return { ...each, value: typeof text === 'string' ? text : JSON.stringify(text) };
    }
    return canonicalObject(each);
  });
  const by = ownOf(UNORDERED, key);
  if (by === undefined) return entries;
  const nameOf = (each: Json): string => (isObject(each) ? canonicalText(each[by]) : canonicalText(each));
  return [...entries].sort((a, b) => {
    const [left, right] = [nameOf(a), nameOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function canonicalObject(object: JsonObject): JsonObject {
  const members = Object.entries(modernResources(object)).flatMap(([key, value]): [string, Json][] => {
    if (isNothing(value)) return [];
    const canonical = canonicalValue(key, value);
    if (isNothing(canonical)) return [];
    return ownOf(DEFAULTS, key)?.some((each) => each === canonical) === true ? [] : [[key, canonical]];
  });
  return Object.fromEntries(members);
}

/** The type and platform that are meant where nothing is said. */
function platforms(body: JsonObject): JsonObject {
  const capabilities = body.platformCapabilities;
  const onlyEc2 = Array.isArray(capabilities) && capabilities.length === 1 && capabilities[0] === 'EC2';
  const { type: stated, ...rest } = body;
  const type = typeof stated === 'string' ? stated : 'container';
  return { ...(onlyEc2 ? without(rest, ['platformCapabilities']) : rest), type };
}

/**
 * The one form of a definition's content: without what a description adds, what Batch fills in by default and empty
 * members; in modern spelling; lists whose order means nothing sorted. Equal content has equal canonical forms.
 */
export function canonicalDefinition(body: JsonObject): JsonObject {
  return canonicalObject(platforms(without(body, DESCRIPTION_ONLY)));
}

/** Whether a declared definition says the same as the active revision, so that nothing needs to be registered. Tags are not compared. */
export function sameDefinition(declared: JsonObject, active: JsonObject): boolean {
  return canonicalText(canonicalDefinition(declared)) === canonicalText(canonicalDefinition(active));
}

/** Members at the top of a definition that say how, not what, it computes (DESIGN, "What a change to a spec means"). */
const HOW_AT_TOP = [
  'timeout',
  'retryStrategy',
  'propagateTags',
  'schedulingPriority',
  'consumableResourceProperties',
];

/** Members of any container that do. */
const HOW_IN_CONTAINER = ['resourceRequirements', 'resources', 'logConfiguration'];

/** Members on the way down to containers. */
const DOWN = [
  'containerProperties',
  'ecsProperties',
  'eksProperties',
  'podProperties',
  'taskProperties',
  'containers',
  'initContainers',
];

function part(value: Json, keep: 'what' | 'how'): Json {
  if (Array.isArray(value)) return value.map((each: Json) => part(each, keep));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]): [string, Json][] => {
    if (DOWN.includes(key)) {
      const inner = part(each, keep);
      return isNothing(inner) ? [] : [[key, inner]];
    }
    return HOW_IN_CONTAINER.includes(key) === (keep === 'how') ? [[key, each]] : [];
  });
  return Object.fromEntries(entries);
}

/** A definition's content in its two classes of change. */
export interface DefinitionParts {
  readonly what: JsonObject;
  readonly how: JsonObject;
}

/** Thousands of objects use one definition. */
const known = new WeakMap<JsonObject, DefinitionParts>();

/** The canonical content of a definition in its two classes of change: a new `what` runs everything again, a new `how` only what has not succeeded. */
export function definitionParts(body: JsonObject): DefinitionParts {
  const found = known.get(body);
  if (found !== undefined) return found;
  const canonical = canonicalDefinition(body);
  const rest = without(canonical, HOW_AT_TOP);
  const parts = {
    what: part(rest, 'what') as JsonObject,
    how: { ...only(canonical, HOW_AT_TOP), ...(part(rest, 'how') as JsonObject) },
  };
  known.set(body, parts);
  return parts;
}
