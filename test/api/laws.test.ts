import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSource, readResource } from '../../src/api/index.ts';
import type { ReadResult } from '../../src/api/index.ts';
import { pathText } from '../../src/api/index.ts';
import type { JsonPath } from '../../src/core/finding.ts';

const sound = {
  apiVersion: 'arrayjob.dev/v1',
  kind: 'ArrayJob',
  metadata: { name: 'demo', labels: { team: 'x' }, annotations: { note: 'y' } },
  spec: {
    jobQueue: 'queue',
    jobDefinition: 'worker:3',
    work: {
      s3: { bucket: 'data', prefix: 'in/', include: ['**'], parameters: { a: 1 }, refreshInterval: '5m' },
    },
    manifest: { bucket: 'data' },
    itemsPerChild: 2,
    indexMapping: 'Command',
    maxFailedIndexes: '5%',
    failurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
    dependsOn: [{ name: 'other', minSucceeded: 3 }, { type: 'SEQUENTIAL' }],
    retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'RETRY', onStatusReason: 'Host EC2*' }] },
    containerOverrides: { command: ['a'], environment: [{ name: 'A', value: 'b' }] },
    tags: { team: 'x' },
    suspend: false,
  },
};

function read(value: unknown): ReadResult {
  return readResource({ value, file: 'a.yaml', locate: () => ({ file: 'a.yaml', line: 1, column: 1 }) });
}

/** Paths of all values that have one type only; amounts have two, items and parameters any. */
function typedPaths(value: unknown, path: JsonPath = []): readonly JsonPath[] {
  if (['maxFailedIndexes', 'minSucceeded', 'parameters'].includes(String(path[path.length - 1]))) return [];
  const members: readonly [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [
    ...(path.length > 1 ? [path] : []),
    ...members.flatMap(([key, each]) => typedPaths(each, [...path, key])),
  ];
}

function replaced(value: unknown, path: JsonPath, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((each: unknown, at) => (at === key ? replaced(each, rest, change) : each));
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [key]: replaced(map[key], rest, change) };
}

describe('reading', () => {
  test('never throws, whatever a document holds', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      maxDepth: 4,
    });
    const inside = fc.record(
      {
        apiVersion: fc.constant('arrayjob.dev/v1'),
        kind: fc.constantFrom('ArrayJob', 'JobDefinition'),
        metadata: fc.oneof(fc.constant({ name: 'a' }), anything),
        spec: fc.oneof(
          anything,
          fc.dictionary(
            fc.constantFrom(...Object.keys(sound.spec), 'containerProperties', '__proto__'),
            anything,
          ),
        ),
      },
      { requiredKeys: ['apiVersion', 'kind'] },
    );

    fc.assert(
      fc.property(fc.array(fc.oneof(anything, fc.jsonValue(), inside), { maxLength: 4 }), (values) => {
        const results = values.map(read);
        checkSource(results);
        for (const { kind, findings } of results) {
          if (kind === 'invalid') expect(findings.some((each) => each.severity === 'error')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a sound resource is sound', () => {
    expect(read(sound).findings).toEqual([]);
  });

  test('one wrong type anywhere is found exactly there', () => {
    const paths = typedPaths(sound);

    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom<unknown>(null, 1.5, true, 'x', [[]], {}),
        (path, wrong) => {
          const old = path.reduce<unknown>(
            (value, key) => (value as Record<string | number, unknown>)[key],
            sound,
          );
          const typeOf = (value: unknown): string =>
            Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
          fc.pre(typeOf(old) !== typeOf(wrong));

          const result = read(replaced(sound, path, () => wrong));

          expect(result.kind).toBe('invalid');
          expect(result.findings.map((each) => each.path)).toContain(pathText(path));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([[NaN], [Infinity], [1n], [undefined], [new Date(0)], [new Map()], [() => 1]])(
    'a value that JSON cannot express is found where it stands: %s',
    (wrong) => {
      const result = read(replaced(sound, ['spec', 'work', 's3', 'parameters', 'a'], () => wrong));

      expect(result.kind).toBe('invalid');
      expect(result.findings.map(({ code, path }) => `${code} ${path}`)).toContain(
        'NotJson spec.work.s3.parameters.a',
      );
    },
  );

  test('a value that holds itself ends as a finding', () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;

    const result = read(replaced(sound, ['spec', 'work', 's3', 'parameters', 'a'], () => circle));

    expect(result.findings.map((each) => each.code)).toEqual(['NotJson']);
  });

  test('the findings are no more than a person reads, however many mistakes there are', () => {
    const tags = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`t${index}`, 1]));

    const { kind, findings } = read({ ...sound, spec: { ...sound.spec, tags } });

    expect(kind).toBe('invalid');
    expect(findings).toHaveLength(50);
  });
});
