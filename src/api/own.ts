import type { Kind } from './names.ts';
import type { ForeignDocument, ReadResult } from './read.ts';
import type { Report } from './report.ts';

/** A document of ours, valid or not. */
export type OwnResult = Exclude<ReadResult, ForeignDocument>;

/** Where the findings of a resource go. */
export type ReportFor = (resource: OwnResult) => Report;

export function kindOf(resource: OwnResult): Kind {
  return resource.kind === 'invalid' ? resource.resourceKind : resource.kind;
}

/** Values by a key of theirs, in order; Node 20 has no Map.groupBy. */
export function grouped<V, K>(values: Iterable<V>, keyOf: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
