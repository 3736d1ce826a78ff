import { isObject, type Json } from './json.ts';

/** One dependency of an object, in the words of its spec. */
export interface GraphEdge {
  readonly name: string;
  /** Absent: waits for the whole. */
  readonly type?: 'N_TO_N';
  /** A number or a percentage, as written. */
  readonly minSucceeded?: string;
}

/** One ArrayJob as the graph shows it. */
export interface GraphObject {
  readonly name: string;
  /** Absent for a name that something depends on and nothing declares. */
  readonly file?: string;
  /** The phase in the object's own status; absent when there is none yet. */
  readonly phase?: string;
  readonly succeeded?: number;
  readonly total?: number;
  /** The own indexes run in order. */
  readonly sequential: boolean;
  readonly dependsOn: readonly GraphEdge[];
}

/** Objects by name, with who depends on whom. */
export interface Graph {
  /** In the order of the source; names that nothing declares come last. */
  readonly objects: ReadonlyMap<string, GraphObject>;
  /** For every name, those that wait for it, in the order of the source. */
  readonly dependents: ReadonlyMap<string, readonly GraphObject[]>;
  /** Circles, each as a path that ends where it began: the shortest one of every group of objects that wait for each other. */
  readonly cycles: readonly (readonly string[])[];
  /** Names that something depends on and nothing declares. */
  readonly unknown: readonly string[];
}

/**
 * Reads what the graph needs of an ArrayJob's document, however wrong the rest of it is: the edges of a cycle stand in
 * specs that are invalid. Undefined when it has no name.
 */
export function readGraphObject(value: Json, file: string, invalid: boolean): GraphObject | undefined {
  if (!isObject(value) || !isObject(value['metadata'])) return undefined;
  const name = value['metadata']['name'];
  if (typeof name !== 'string' || name === '') return undefined;
  const spec = isObject(value['spec']) ? value['spec'] : {};
  const entries = (Array.isArray(spec['dependsOn']) ? (spec['dependsOn'] as readonly Json[]) : []).filter(
    isObject,
  );
  const edges = new Map<string, GraphEdge>();
  for (const each of entries) {
    if (typeof each['name'] !== 'string' || each['name'] === '') continue;
    const least = each['minSucceeded'];
    const edge: GraphEdge = {
      name: each['name'],
      ...(each['type'] === 'N_TO_N' ? { type: 'N_TO_N' as const } : {}),
      ...(typeof least === 'string' || typeof least === 'number' ? { minSucceeded: String(least) } : {}),
    };
    edges.set(JSON.stringify(edge), edge);
  }
  return {
    name,
    file,
    ...standing(value['status'], name, invalid),
    sequential: entries.some((each) => each['type'] === 'SEQUENTIAL'),
    dependsOn: [...edges.values()],
  };
}

/** What the status says; one that was copied from another object says nothing about this one. */
function standing(
  status: Json | undefined,
  name: string,
  invalid: boolean,
): Pick<GraphObject, 'phase' | 'succeeded' | 'total'> {
  if (invalid) return { phase: 'Invalid' };
  if (!isObject(status) || typeof status['phase'] !== 'string') return {};
  const whose = status['object'];
  if (typeof whose === 'string' && !whose.startsWith(`ArrayJob/${name}@`)) return {};
  const counts = isObject(status['indexes']) ? status['indexes'] : {};
  const { succeeded, total } = counts;
  const counted = typeof succeeded === 'number' && typeof total === 'number';
  return { phase: status['phase'], ...(counted ? { succeeded, total } : {}) };
}

/** Puts objects together. Of two with one name the first counts. */
export function graphOf(declared: readonly GraphObject[]): Graph {
  const objects = new Map<string, GraphObject>();
  for (const each of declared) if (!objects.has(each.name)) objects.set(each.name, each);
  const dependents = new Map<string, GraphObject[]>();
  const unknown = new Set<string>();
  for (const object of [...objects.values()]) {
    for (const name of new Set(object.dependsOn.map((each) => each.name))) {
      if (!objects.has(name)) unknown.add(name);
      const list = dependents.get(name);
      if (list === undefined) dependents.set(name, [object]);
      else list.push(object);
    }
  }
  for (const name of unknown) objects.set(name, { name, sequential: false, dependsOn: [] });
  return { objects, dependents, cycles: cyclesOf(objects), unknown: [...unknown] };
}

/** The names that an object waits for, each once. */
export function namesBefore(object: GraphObject): readonly string[] {
  return [...new Set(object.dependsOn.map((each) => each.name))];
}

function cyclesOf(objects: ReadonlyMap<string, GraphObject>): readonly (readonly string[])[] {
  const next = (name: string): readonly string[] => {
    const object = objects.get(name);
    return object === undefined ? [] : namesBefore(object);
  };
  return components([...objects.keys()], next).flatMap((members) => {
    const within = new Set(members);
    const first = [...objects.keys()].find((name) => within.has(name));
    const circle = first === undefined ? undefined : circleThrough(first, within, next);
    return circle === undefined ? [] : [circle];
  });
}

/** The groups of names that lead to each other (Tarjan), single names only if they lead to themselves. Without recursion: chains may be long. */
function components(
  names: readonly string[],
  next: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: (readonly string[])[] = [];
  for (const start of names) {
    if (order.has(start)) continue;
    const path: { readonly name: string; readonly rest: Iterator<string> }[] = [];
    const enter = (name: string): void => {
      order.set(name, order.size);
      low.set(name, order.size - 1);
      open.push(name);
      isOpen.add(name);
      path.push({ name, rest: next(name)[Symbol.iterator]() });
    };
    enter(start);
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const { name } = here;
      const step = here.rest.next();
      if (step.done !== true) {
        if (!order.has(step.value)) enter(step.value);
        else if (isOpen.has(step.value)) low.set(name, Math.min(low.get(name)!, order.get(step.value)!));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low.set(parent.name, Math.min(low.get(parent.name)!, low.get(name)!));
      if (low.get(name) !== order.get(name)) continue;
      const members = open.splice(open.indexOf(name));
      for (const each of members) isOpen.delete(each);
      if (members.length > 1 || next(name).includes(name)) found.push(members);
    }
  }
  return found;
}

/** The shortest way from a name back to it, as a path in the order of waiting. */
function circleThrough(
  start: string,
  within: ReadonlySet<string>,
  next: (name: string) => readonly string[],
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const each of next(name)) {
      if (!within.has(each)) continue;
      if (each === start) {
        const circle = [start];
        for (let at = name; at !== start; at = cameFrom.get(at)!) circle.unshift(at);
        return [start, ...circle];
      }
      if (cameFrom.has(each)) continue;
      cameFrom.set(each, name);
      queue.push(each);
    }
  }
  return undefined;
}

/** The edges from one object to another in words, for a line of text; empty for a plain dependency. */
export function edgeWords(object: GraphObject, upstream: string): string {
  return object.dependsOn
    .filter((each) => each.name === upstream)
    .map((each) =>
      [each.type ?? '', each.minSucceeded === undefined ? '' : `at least ${each.minSucceeded}`]
        .filter((word) => word !== '')
        .join(', '),
    )
    .filter((words) => words !== '')
    .join(', ');
}

/** Phase and counts in words: `Running 412/1000`. */
export function standingWords(object: GraphObject): string {
  if (object.file === undefined) return 'not in the source';
  const { phase = 'no status yet', succeeded, total } = object;
  return succeeded === undefined || total === undefined ? phase : `${phase} ${succeeded}/${total}`;
}
