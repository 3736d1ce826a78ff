import { expect, test } from 'vitest';
import { arrayJob, readOne } from './reading.ts';

function desiredOf(text: string): unknown {
  const result = readOne(text);
  return result.kind === 'ArrayJob' ? result.desired : result.findings;
}

test('every default is filled in', () => {
  expect(desiredOf(arrayJob())).toEqual({
    name: 'demo',
    labels: {},
    rerun: undefined,
    jobQueue: 'queue',
    jobDefinition: 'worker',
    work: { kind: 'size', size: 4 },
    itemsPerChild: 1,
    manifest: undefined,
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
  });
});

test('every field arrives, and only what is SubmitJob’s goes to it', () => {
  const text = arrayJob(
    `manifest: { bucket: data }
maxFailedIndexes: 5%
failurePolicy: { rules: [ { action: FailIndex, onExitCodes: { operator: In, values: [42] } } ] }
successPolicy: { minSucceeded: 99.5% }
activeDeadlineSeconds: 60
dependsOn: [ { name: a, minSucceeded: 3 }, { name: b, type: N_TO_N }, { type: SEQUENTIAL } ]
canary: 0%
retryStrategy: { attempts: 3 }
tags: { team: x }
propagateTags: true`,
    's3: { bucket: data, refreshInterval: 5m }',
  );

  expect(desiredOf(text)).toMatchObject({
    work: { kind: 's3', bucket: 'data', prefix: '', include: [], exclude: [], refreshIntervalMs: 300_000 },
    manifest: { bucket: 'data', key: 'manifests/{name}/{revision}/{round}-{shard}.json' },
    maxFailedIndexes: { kind: 'percent', value: 5 },
    failureRules: [
      { action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] }, onReason: undefined },
    ],
    minSucceeded: { kind: 'percent', value: 99.5 },
    activeDeadlineMs: 60_000,
    dependsOn: [
      { kind: 'whole', name: 'a', minSucceeded: { kind: 'count', value: 3 } },
      { kind: 'nToN', name: 'b' },
      { kind: 'sequential' },
    ],
    canary: 'off',
    submit: { retryStrategy: { attempts: 3 }, propagateTags: true },
    tags: { team: 'x' },
  });
  expect(desiredOf(text)).not.toHaveProperty('submit.tags');
});

test('include and exclude are no axes of a matrix', () => {
  const text = arrayJob(
    'manifest: { bucket: data }',
    'matrix: { a: [1, 2], include: [ { b: 1 } ], exclude: [ { a: 2 } ] }',
  );

  expect(desiredOf(text)).toMatchObject({
    work: { kind: 'matrix', axes: { a: [1, 2] }, include: [{ b: 1 }], exclude: [{ a: 2 }] },
  });
});
