import type { Desired } from './desired.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** What Batch calls a kind of resource. */
export type ChildResource = 'VCPU' | 'MEMORY' | 'GPU';

/**
 * What one child asks for: by its overrides, or else by the definition; of several containers the sum. vCPUs, GPUs, or memory
 * in MiB. Undefined when neither says so, or when it is a multi-node job.
 */
export function childRequest(
  submit: Desired['submit'],
  body: JsonObject,
  resource: ChildResource,
): number | undefined {
  const override = submit['containerOverrides'];
  const own = isObject(override) ? requested(override, resource) : undefined;
  if (own !== undefined) return own;
  const container = body['containerProperties'];
  if (isObject(container)) return requested(container, resource);
  const changed = containersIn(submit);
  const declared = containersIn(body);
  const overrides = new Map(changed.map((each) => [each['name'], each]));
  const each = [
    ...declared.map((one) => {
      const override = overrides.get(one['name']);
      return (override === undefined ? undefined : requested(override, resource)) ?? requested(one, resource);
    }),
    // Overrides of containers that are not declared here: all of them when there is no definition to go by.
    ...changed
      .filter((one) => !declared.some((other) => other['name'] === one['name']))
      .map((one) => requested(one, resource)),
  ];
  if (each.every((one) => one === undefined)) return undefined;
  return each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** The vCPUs that one child asks for. */
export function childVcpus(desired: Desired, body: JsonObject): number | undefined {
  return childRequest(desired.submit, body, 'VCPU');
}

/** The containers of ECS and EKS properties or of their overrides. */
function containersIn(value: JsonObject): readonly JsonObject[] {
  const lists: Json[] = [];
  for (const name of ['ecsProperties', 'ecsPropertiesOverride']) {
    const tasks = memberOf(value[name], 'taskProperties');
    if (Array.isArray(tasks))
      for (const task of tasks as readonly Json[]) lists.push(memberOf(task, 'containers'));
  }
  for (const name of ['eksProperties', 'eksPropertiesOverride'])
    lists.push(memberOf(memberOf(value[name], 'podProperties'), 'containers'));
  return lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : []));
}

function memberOf(value: Json | undefined, member: string): Json {
  return isObject(value) ? (value[member] ?? null) : null;
}

/** The other spellings of a resource: the deprecated field of a container, and Kubernetes' name. */
const SPELLINGS: Readonly<Record<ChildResource, readonly [string, string]>> = {
  VCPU: ['vcpus', 'cpu'],
  MEMORY: ['memory', 'memory'],
  GPU: ['', 'nvidia.com/gpu'],
};

/** What one container asks for, in any of Batch's spellings. */
function requested(container: JsonObject, resource: ChildResource): number | undefined {
  const listed = container['resourceRequirements'];
  const entry = Array.isArray(listed)
    ? (listed as readonly Json[]).find((each) => isObject(each) && each['type'] === resource)
    : undefined;
  const resources = container['resources'];
  const [field, name] = SPELLINGS[resource];
  const given =
    (isObject(entry) ? entry['value'] : undefined) ??
    container[field] ??
    memberOf(memberOf(resources, 'limits'), name) ??
    memberOf(memberOf(resources, 'requests'), name);
  const value = typeof given === 'number' || typeof given === 'string' ? quantityOf(String(given)) : NaN;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Kubernetes writes thousandths with an m, and memory in MiB with Mi. */
function quantityOf(text: string): number {
  if (/^\d+m$/.test(text)) return Number(text.slice(0, -1)) / 1000;
  if (/^\d+Mi$/.test(text)) return Number(text.slice(0, -2));
  if (/^\d+Gi$/.test(text)) return Number(text.slice(0, -2)) * 1024;
  return Number(text || 'NaN');
}
