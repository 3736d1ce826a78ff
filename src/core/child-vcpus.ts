import type { Desired } from './desired.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/**
 * The vCPUs that one child asks for: by its overrides, or else by the definition; of several containers the sum. Undefined
 * when neither says so, or when it is a multi-node job.
 */
export function childVcpus(desired: Desired, body: JsonObject): number | undefined {
  const override = desired.submit['containerOverrides'];
  const own = isObject(override) ? requested(override) : undefined;
  if (own !== undefined) return own;
  const container = body['containerProperties'];
  if (isObject(container)) return requested(container);
  const overrides = new Map(containersIn(desired.submit).map((each) => [each['name'], each]));
  const containers = containersIn(body);
  if (containers.length === 0) return undefined;
  const each = containers.map((one) => {
    const changed = overrides.get(one['name']);
    return (changed === undefined ? undefined : requested(changed)) ?? requested(one);
  });
  if (each.every((one) => one === undefined)) return undefined;
  return each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
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

/** What one container asks for, in any of Batch's spellings. */
function requested(container: JsonObject): number | undefined {
  const listed = container['resourceRequirements'];
  const entry = Array.isArray(listed)
    ? (listed as readonly Json[]).find((each) => isObject(each) && each['type'] === 'VCPU')
    : undefined;
  const resources = container['resources'];
  const given =
    (isObject(entry) ? entry['value'] : undefined) ??
    container['vcpus'] ??
    memberOf(memberOf(resources, 'limits'), 'cpu') ??
    memberOf(memberOf(resources, 'requests'), 'cpu');
  const text = typeof given === 'number' || typeof given === 'string' ? String(given) : '';
  // Kubernetes writes thousandths with an m.
  const value = /^\d+m$/.test(text) ? Number(text.slice(0, -1)) / 1000 : Number(text || 'NaN');
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
