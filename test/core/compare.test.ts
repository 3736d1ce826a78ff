import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childVcpus } from '../../src/core/child-request.ts';
import { classesOf, compareDefinitions, compareJobs } from '../../src/core/compare.ts';
import type { Desired } from '../../src/core/desired.ts';
import { differences } from '../../src/core/diff.ts';
import { canonicalText, type JsonObject } from '../../src/core/json.ts';
import { digestsOf } from '../../src/core/revision.ts';
import { BODY, DESIRED } from './world.ts';

const bodies = { before: BODY, after: BODY };
const compare = (before: Partial<Desired>, after: Partial<Desired>) =>
  compareJobs({ ...DESIRED, ...before }, { ...DESIRED, ...after }, bodies).map(
    ({ path, class: kind, before: a, after: b }) => [path, kind, a, b],
  );

describe('fields of an ArrayJob', () => {
  test.each<[string, Partial<Desired>, Partial<Desired>, readonly unknown[]]>([
    [
      'a parameter',
      { submit: { parameters: { a: '1', b: '2' } } },
      { submit: { parameters: { a: '1', b: '3' } } },
      [['parameters.b', 'what', '2', '3']],
    ],
    [
      'a variable among others in another order',
      {
        submit: {
          containerOverrides: {
            environment: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
          },
        },
      },
      {
        submit: {
          containerOverrides: {
            environment: [
              { name: 'B', value: '9' },
              { name: 'A', value: '1' },
            ],
          },
        },
      },
      [['containerOverrides.environment[B]', 'what', '2', '9']],
    ],
    [
      'memory',
      {},
      { submit: { containerOverrides: { resourceRequirements: [{ type: 'MEMORY', value: '64' }] } } },
      [['containerOverrides', 'how', undefined, { resourceRequirements: [{ type: 'MEMORY', value: '64' }] }]],
    ],
    ['the queue', { jobQueue: 'a' }, { jobQueue: 'b' }, [['jobQueue', 'how', 'a', 'b']]],
    [
      'retries',
      { submit: { retryStrategy: { attempts: 2 } } },
      { submit: { retryStrategy: { attempts: 3 } } },
      [['retryStrategy.attempts', 'how', 2, 3]],
    ],
    [
      'the size',
      { work: { kind: 'size', size: 3 } },
      { work: { kind: 'size', size: 5 } },
      [['work.size', 'items', 3, 5]],
    ],
    [
      'another kind of work',
      { work: { kind: 'size', size: 3 } },
      { work: { kind: 'items', items: ['a'] } },
      [['work', 'items', { size: 3 }, { items: ['a'] }]],
    ],
    ['parallelism', {}, { parallelism: 7 }, [['parallelism', 'policy', undefined, 7]]],
    [
      'a percentage',
      { maxFailedIndexes: { kind: 'count', value: 5 } },
      { maxFailedIndexes: { kind: 'percent', value: 5 } },
      [['maxFailedIndexes', 'policy', 5, '5%']],
    ],
    [
      'dependencies',
      { dependsOn: [{ kind: 'nToN', name: 'x' }] },
      { dependsOn: [{ kind: 'whole', name: 'x', minSucceeded: { kind: 'percent', value: 95 } }] },
      [['dependsOn', 'policy', ['x (N_TO_N)'], ['x (at least 95%)']]],
    ],
    ['a tag', { tags: { a: '1' } }, { tags: { a: '2' } }, [['tags.a', 'tags', '1', '2']]],
    [
      'a rerun',
      {},
      { rerun: 'failed@1' },
      [['metadata.annotations[arrayjob.dev/rerun]', 'rerun', undefined, 'failed@1']],
    ],
    [
      'a rerun taken away',
      { rerun: 'failed@1' },
      {},
      [['metadata.annotations[arrayjob.dev/rerun]', 'policy', 'failed@1', undefined]],
    ],
    ['nothing', {}, {}, []],
  ])('%s', (_what, before, after, expected) => {
    expect(compare(before, after)).toEqual(expected);
  });

  test('another definition of equal content is only another name', () => {
    const renamed = { ...DESIRED, jobDefinition: 'other' };

    expect(classesOf(compareJobs(DESIRED, renamed, bodies))).toEqual(['policy']);
    expect(classesOf(compareJobs(DESIRED, renamed, { before: BODY, after: undefined }))).toEqual(['what']);
  });

  test('a class is named exactly when the digest that the controller decides by differs', () => {
    const environment = fc.array(
      fc.record({ name: fc.constantFrom('A', 'B'), value: fc.constantFrom('1', '2') }),
      { maxLength: 2 },
    );
    const submits = fc.record(
      {
        parameters: fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom('1', '2')),
        containerOverrides: fc.record(
          {
            environment,
            command: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
            resourceRequirements: fc.array(
              fc.record({ type: fc.constant('VCPU'), value: fc.constantFrom('1', '2') }),
              { maxLength: 1 },
            ),
          },
          { requiredKeys: [] },
        ),
        timeout: fc.record({ attemptDurationSeconds: fc.constantFrom(60, 61) }),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(submits, submits, (one, other) => {
        const [a, b] = [one, other].map((submit) => ({ ...DESIRED, submit }));
        const classes = classesOf(compareJobs(a!, b!, bodies));
        const [before, after] = [digestsOf(a!, BODY), digestsOf(b!, BODY)];
        expect(classes.includes('what')).toBe(before.revision !== after.revision);
        expect(classes.includes('how')).toBe(before.how !== after.how);
      }),
    );
  });
});

test('a definition is compared in its canonical form', () => {
  const definition = (body: JsonObject) => ({ name: 'd', labels: {}, body });
  const before = definition({
    type: 'container',
    containerProperties: { image: 'a', vcpus: 1, memory: 64, environment: [{ name: 'A', value: '1' }] },
  });
  const after = definition({
    containerProperties: {
      image: 'b',
      privileged: false,
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '128' },
      ],
      environment: [{ name: 'A', value: '1' }],
    },
    tags: { t: '1' },
  });

  expect(compareDefinitions(before, after)).toEqual([
    { path: 'containerProperties.image', class: 'what', before: 'a', after: 'b' },
    {
      path: 'containerProperties.resourceRequirements[MEMORY]',
      class: 'how',
      before: '64',
      after: '128',
    },
    { path: 'tags.t', class: 'tags', before: undefined, after: '1' },
  ]);
});

test('differences are none exactly for equal values', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(differences(a as never, a as never)).toEqual([]);
      expect(differences(a as never, b as never).length === 0).toBe(
        canonicalText(a as never) === canonicalText(b as never),
      );
    }),
  );
});

describe('the vCPUs of a child', () => {
  const container = (properties: JsonObject): JsonObject => ({ containerProperties: properties });

  test.each<[string, JsonObject, JsonObject, number | undefined]>([
    ['of the definition', {}, container({ resourceRequirements: [{ type: 'VCPU', value: '0.25' }] }), 0.25],
    ['in the old spelling', {}, container({ vcpus: 4 }), 4],
    [
      'of the overrides',
      { containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '8' }] } },
      container({ vcpus: 4 }),
      8,
    ],
    [
      'of several containers',
      {
        ecsPropertiesOverride: {
          taskProperties: [
            { containers: [{ name: 'b', resourceRequirements: [{ type: 'VCPU', value: '3' }] }] },
          ],
        },
      },
      {
        ecsProperties: {
          taskProperties: [
            {
              containers: [
                { name: 'a', resourceRequirements: [{ type: 'VCPU', value: '1' }] },
                { name: 'b', resourceRequirements: [{ type: 'VCPU', value: '1' }] },
              ],
            },
          ],
        },
      },
      4,
    ],
    [
      'of a pod, in thousandths',
      {},
      { eksProperties: { podProperties: { containers: [{ resources: { limits: { cpu: '500m' } } }] } } },
      0.5,
    ],
    ['that nobody has said', {}, container({ image: 'a' }), undefined],
    ['of something else', {}, { nodeProperties: {} }, undefined],
    ['that make no sense', {}, container({ vcpus: 'many' }), undefined],
  ])('%s', (_what, submit, body, expected) => {
    expect(childVcpus({ ...DESIRED, submit }, body)).toBe(expected);
  });
});
