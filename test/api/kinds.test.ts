import { expect, test } from 'vitest';
import { brief, readOne } from './reading.ts';

const cases: Record<string, readonly [text: string, ...findings: string[]]> = {
  'a document of others is nobody of ours': ['apiVersion: batch/v1\nkind: Job\n'],
  "the job definition of another controller's group is left alone": [
    'apiVersion: batch.services.k8s.aws/v1alpha1\nkind: JobDefinition\n',
  ],
  'another version of ours is warned of': [
    'apiVersion: arrayjob.dev/v2\nkind: ArrayJob\n',
    'warning UnknownKind 1:13 apiVersion',
  ],
  'another top level of our group is warned of': [
    'apiVersion: arrayjob.io/v1\nkind: ArrayJob\n',
    'warning UnknownKind 1:13 apiVersion',
  ],
  'a kind in another case is warned of': [
    'apiVersion: arrayjob.dev/v1\nkind: Arrayjob\n',
    'warning UnknownKind 2:7 kind',
  ],
  'a kind without an apiVersion is warned of': ['kind: ArrayJob\n', 'warning UnknownKind 1:1 apiVersion'],
  'our version without a kind is warned of': [
    'apiVersion: arrayjob.dev/v1\n',
    'warning UnknownKind 1:1 kind',
  ],
};

test.each(Object.entries(cases))('%s', (_, [text, ...expected]) => {
  const { kind, findings } = readOne(text);

  expect(kind).toBe('foreign');
  expect(findings.map(brief)).toEqual(expected);
});
