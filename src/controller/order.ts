import { type Catalog, keyOf } from './catalog.ts';

/**
 * The keys of a pass over everything: definitions first, then ArrayJobs behind what they depend on, then objects
 * that only the records know. `once` and `plan` go through it in this order, so that both see the same.
 */
export function passOrder(catalog: Catalog, recorded: Iterable<string>): readonly string[] {
  const definitions: string[] = [];
  const jobs: string[] = [];
  const seen = new Set<string>();

  const visit = (key: string): void => {
    const declared = catalog.objects.get(key);
    if (declared === undefined || seen.has(key)) return;
    seen.add(key);
    if (declared.spec.kind === 'ArrayJob') {
      for (const each of declared.spec.desired.dependsOn) {
        if (each.kind !== 'sequential') visit(keyOf('ArrayJob', each.name));
      }
    }
    jobs.push(key);
  };
  for (const [key, declared] of catalog.objects) {
    if (declared.kind === 'JobDefinition') definitions.push(key);
    else visit(key);
  }
  const gone = [...recorded]
    .map((name) => keyOf('ArrayJob', name))
    .filter((key) => !catalog.objects.has(key));
  return [...definitions, ...jobs, ...gone];
}

/** For every ArrayJob, those that depend on it; for every definition, those that use it. */
export function dependentsOf(catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  const add = (key: string, dependent: string): void => {
    const known = table.get(key);
    // Thousands may use one definition: copying the list for each of them would take seconds.
    if (known === undefined) table.set(key, [dependent]);
    else known.push(dependent);
  };
  for (const [key, declared] of catalog.objects) {
    if (declared.spec.kind !== 'ArrayJob') continue;
    const { desired } = declared.spec;
    add(keyOf('JobDefinition', desired.jobDefinition), key);
    for (const each of desired.dependsOn)
      if (each.kind !== 'sequential') add(keyOf('ArrayJob', each.name), key);
  }
  return table;
}
