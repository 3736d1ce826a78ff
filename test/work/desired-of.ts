import type { Desired, Work } from '../../src/core/desired.ts';

/** An ArrayJob with nothing but its work, and what the test says otherwise. */
export function desiredOf(work: Work, more: Partial<Desired> = {}): Desired {
  return {
    name: 'sample',
    labels: {},
    rerun: undefined,
    jobQueue: 'queue',
    jobDefinition: 'definition',
    work,
    itemsPerChild: 1,
    manifest: { bucket: 'data', key: 'manifests/{name}/{revision}/{round}-{shard}.json' },
    indexMapping: 'Command',
    backoffLimitPerIndex: 0,
    maxFailedIndexes: undefined,
    failureRules: [],
    minSucceeded: undefined,
    parallelism: undefined,
    shardSize: 10_000,
    activeDeadlineMs: undefined,
    dependsOn: [],
    onChange: 'Replace',
    onUpstreamChange: 'Rerun',
    canary: undefined,
    suspend: false,
    deletionPolicy: 'Terminate',
    submit: {},
    tags: {},
    ...more,
  };
}
