import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDefinition, definitionParts, sameDefinition } from '../../src/core/definition.ts';
import type { JsonObject } from '../../src/core/json.ts';

const container = (members: JsonObject): JsonObject => ({
  type: 'container',
  containerProperties: { image: 'i', ...members },
});

describe('is no difference', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'what only a description has',
      container({}),
      {
        ...container({}),
        revision: 3,
        status: 'ACTIVE',
        jobDefinitionArn: 'a',
        containerOrchestrationType: 'ECS',
      },
    ],
    [
      'empty lists that Batch fills in',
      container({}),
      {
        ...container({
          command: [],
          volumes: [],
          environment: [],
          mountPoints: [],
          ulimits: [],
          secrets: [],
          resourceRequirements: [],
        }),
        parameters: {},
      },
    ],
    [
      'the old spelling of resources',
      container({ vcpus: 2, memory: 512 }),
      container({
        resourceRequirements: [
          { type: 'MEMORY', value: '512' },
          { type: 'VCPU', value: '2.0' },
        ],
      }),
    ],
    [
      'zeros beside the new spelling',
      container({ resourceRequirements: [{ type: 'VCPU', value: '1' }] }),
      container({ vcpus: 0, memory: 0, resourceRequirements: [{ type: 'VCPU', value: 1 }] }),
    ],
    ['the platform that is the default', container({}), { ...container({}), platformCapabilities: ['EC2'] }],
    [
      'a default that is written out',
      container({}),
      container({ privileged: false, networkConfiguration: { assignPublicIp: 'DISABLED' } }),
    ],
    [
      'a number for a parameter',
      { ...container({}), parameters: { n: 5 } },
      { ...container({}), parameters: { n: '5' } },
    ],
  ])('%s', (_, declared, active) => {
    expect(sameDefinition(declared, active)).toBe(true);
  });

  test('the order of environment, secrets and mounts', () => {
    const lists = ['environment', 'secrets'].map((key) =>
      fc.uniqueArray(fc.string(), { maxLength: 5 }).map((names) => [key, names] as const),
    );
    fc.assert(
      fc.property(fc.tuple(...lists), (all) => {
        const made = (flip: boolean): JsonObject =>
          container(
            Object.fromEntries(
              all.map(([key, names]) => [
                key,
                (flip ? [...names].reverse() : names).map((name) => ({ name, value: `v${name}` })),
              ]),
            ),
          );

        expect(sameDefinition(made(false), made(true))).toBe(true);
      }),
    );
  });
});

describe('is a difference', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['the order of a command', container({ command: ['a', 'b'] }), container({ command: ['b', 'a'] })],
    [
      'a value',
      container({ environment: [{ name: 'A', value: '1' }] }),
      container({ environment: [{ name: 'A', value: '2' }] }),
    ],
    [
      'a value that looks like the same number',
      container({ environment: [{ name: 'A', value: '1' }] }),
      container({ environment: [{ name: 'A', value: '1.0' }] }),
    ],
    ['memory', container({ memory: 512 }), container({ memory: 1024 })],
    ['a timeout', container({}), { ...container({}), timeout: { attemptDurationSeconds: 60 } }],
    [
      'a parameter called like a default',
      { ...container({}), parameters: { readOnly: 'false' } },
      container({}),
    ],
  ])('%s', (_, declared, active) => {
    expect(sameDefinition(declared, active)).toBe(false);
  });
});

test('the canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(
          'type',
          'containerProperties',
          'timeout',
          'environment',
          'vcpus',
          'readOnly',
          'x',
          'toString',
          '__proto__',
        ),
        fc.jsonValue(),
      ),
      (body) => {
        const once = canonicalDefinition(body as JsonObject);

        expect(canonicalDefinition(once)).toEqual(once);
      },
    ),
  );
});

test('resources and logs are how, image and command are what, in every kind of definition', () => {
  const { what, how } = definitionParts({
    type: 'container',
    retryStrategy: { attempts: 3 },
    containerProperties: { image: 'i', memory: 5, logConfiguration: { logDriver: 'awslogs' } },
    eksProperties: { podProperties: { containers: [{ image: 'j', resources: { limits: { cpu: '1' } } }] } },
  });

  expect(what).toEqual({
    type: 'container',
    containerProperties: { image: 'i' },
    eksProperties: { podProperties: { containers: [{ image: 'j' }] } },
  });
  expect(how).toEqual({
    retryStrategy: { attempts: 3 },
    containerProperties: {
      resourceRequirements: [{ type: 'MEMORY', value: '5' }],
      logConfiguration: { logDriver: 'awslogs' },
    },
    eksProperties: { podProperties: { containers: [{ resources: { limits: { cpu: '1' } } }] } },
  });
});
