import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY,
  equal,
  fromIndexes,
  range,
  size,
  subtract,
  take,
  type IntervalSet,
} from '../../src/core/intervals.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { buildSubmission, fittingShard, type SubmissionInput } from '../../src/core/submission.ts';

const input = (indexes: IntervalSet, more: Partial<SubmissionInput> = {}): SubmissionInput => ({
  desired: {
    jobQueue: 'q',
    work: { kind: 'size', size: 10_000 },
    indexMapping: 'Command',
    submit: {},
    tags: { team: 'x' },
  },
  definition: {
    reference: 'd:3',
    body: { type: 'container', containerProperties: { command: ['run', 'Ref::x'] } },
  },
  id: { name: 'n', sourceId: '00000000', revision: '0123456789ab', run: 1, round: 0, shard: 0 },
  indexes,
  total: 10_000,
  dependsOn: [],
  ...more,
});

const requestOf = (given: SubmissionInput): JsonObject => {
  const result = buildSubmission(given);
  if (!result.ok) throw new Error(result.message);
  return result.request;
};
const items: Partial<SubmissionInput> = {
  desired: { ...input(EMPTY).desired, work: { kind: 'items', items: [] } },
  manifest: { bucket: 'b', key: 'k/0.json' },
};

describe('a submission', () => {
  test('over the identity is an array whose command nobody touches', () => {
    const request = requestOf(input(range(0, 5)));

    expect(request).toMatchObject({ jobQueue: 'q', jobDefinition: 'd:3', arrayProperties: { size: 5 } });
    expect(request.containerOverrides).toEqual({
      environment: [
        { name: 'ARRAYJOB_NAME', value: 'n' },
        { name: 'ARRAYJOB_RUN', value: '1' },
        { name: 'ARRAYJOB_ROUND', value: '0' },
        { name: 'ARRAYJOB_TOTAL', value: '10000' },
      ],
    });
    expect(request.tags).toMatchObject({ team: 'x', 'arrayjob.dev/source': '00000000' });
  });

  test('over other indexes carries the intervals and wraps the command', () => {
    const overrides = requestOf(input(fromIndexes([2, 3, 7]))).containerOverrides as JsonObject;

    expect(overrides.environment).toContainEqual({ name: 'ARRAYJOB_INDEXES', value: '2-3,7' });
    expect((overrides.command as string[]).slice(3)).toEqual(['arrayjob', 'run', 'Ref::x']);
  });

  test.each([[range(0, 1)], [range(4, 5)]])(
    'over one index is a plain job that is told its index',
    (indexes) => {
      const request = requestOf(input(indexes, { dependsOn: [{ type: 'SEQUENTIAL' }] }));

      expect(request.arrayProperties).toBeUndefined();
      expect(request.dependsOn).toBeUndefined();
      expect((request.containerOverrides as JsonObject).command).toContain('arrayjob');
    },
  );

  test('with a manifest names it, and leaves the command of arrays alone', () => {
    const overrides = requestOf(input(fromIndexes([2, 3, 7]), items)).containerOverrides as JsonObject;

    expect(overrides.command).toBeUndefined();
    expect(overrides.environment).toContainEqual({ name: 'ARRAYJOB_MANIFEST', value: 's3://b/k/0.json' });
  });

  test('with a manifest of one element gives position 0 to the program', () => {
    const overrides = requestOf(input(range(7, 8), items)).containerOverrides as JsonObject;

    expect((overrides.command as string[])[2]).not.toContain('ARRAYJOB_INDEXES');
  });

  test('keeps the user’s environment in front and puts no name twice', () => {
    const desired = {
      ...input(EMPTY).desired,
      submit: {
        containerOverrides: {
          environment: [
            { name: 'A', value: '1' },
            { name: 'ARRAYJOB_RUN', value: '9' },
          ],
        },
      },
    };

    const { environment } = requestOf(input(range(0, 2), { desired })).containerOverrides as {
      environment: JsonObject[];
    };

    expect(environment[0]).toEqual({ name: 'A', value: '1' });
    expect(environment.filter((each) => each.name === 'ARRAYJOB_RUN')).toEqual([
      { name: 'ARRAYJOB_RUN', value: '1' },
    ]);
  });

  test('reaches every container of an ECS definition', () => {
    const containers = [
      { name: 'main', command: ['a'] },
      { name: 'side', essential: false },
    ];
    const definition = { reference: 'e:1', body: { ecsProperties: { taskProperties: [{ containers }] } } };
    const submit = {
      ecsPropertiesOverride: { taskProperties: [{ containers: [{ name: 'side', command: ['b'] }] }] },
    };

    const request = requestOf(
      input(range(5, 9), { definition, desired: { ...input(EMPTY).desired, submit } }),
    );

    const [main, side] = (
      request.ecsPropertiesOverride as {
        taskProperties: { containers: { name: string; command: string[]; environment: JsonObject[] }[] }[];
      }
    ).taskProperties[0]!.containers;
    expect([main!.name, main!.command.at(-1), side!.name, side!.command.at(-1)]).toEqual([
      'main',
      'a',
      'side',
      'b',
    ]);
    expect(side!.environment).toContainEqual({ name: 'ARRAYJOB_INDEXES', value: '5-8' });
  });

  test('wraps the command of an EKS container and leaves its args in place', () => {
    const definition = {
      reference: 'k:1',
      body: {
        eksProperties: { podProperties: { containers: [{ name: 'c', command: ['a'], args: ['b'] }] } },
      },
    };

    const request = requestOf(input(range(5, 9), { definition }));

    const [container] = (request.eksPropertiesOverride as { podProperties: { containers: JsonObject[] } })
      .podProperties.containers;
    expect((container!.command as string[]).at(-1)).toBe('a');
    expect(container!.args).toBeUndefined();
    expect(container!.env).toContainEqual({ name: 'ARRAYJOB_INDEXES', value: '5-8' });
  });

  test('of an image’s own command is refused with the way out', () => {
    const definition = { reference: 'd:1', body: { containerProperties: { image: 'i' } } };

    const result = buildSubmission(input(range(5, 9), { definition }));

    expect(result).toMatchObject({ ok: false, refusal: 'noCommand' });
    expect(result.ok ? '' : result.message).toContain('indexMapping: Environment');
  });

  test('of a multi-node definition is refused', () => {
    const definition = { reference: 'd:1', body: { type: 'multinode', nodeProperties: {} } };

    expect(buildSubmission(input(range(0, 9), { definition }))).toMatchObject({
      refusal: 'unsupportedDefinition',
    });
  });

  test('above a limit is refused with the figures', () => {
    const tooMuch = { ...input(EMPTY).desired, submit: { parameters: { x: 'é'.repeat(16_000) } } };

    expect(buildSubmission(input(fromIndexes(Array.from({ length: 3_000 }, (_, i) => 2 * i))))).toMatchObject(
      { tooLarge: 'overrides', max: 8192 },
    );
    expect(buildSubmission(input(range(0, 9), { desired: tooMuch }))).toMatchObject({
      tooLarge: 'request',
      max: 30_720,
    });
  });
});

describe('the fitting shard', () => {
  test('cuts any set into parts that are whole, in order and within the limits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(9_999), { minLength: 1, maxLength: 3_000 }),
        fc.integer({ min: 2, max: 10_000 }),
        (indexes, shardSize) => {
          const { indexes: _, ...template } = input(EMPTY);
          let rest = fromIndexes(indexes);
          while (size(rest) > 0) {
            const shard = fittingShard(template, rest, shardSize);

            if (!shard.ok) throw new Error(shard.message);
            expect(size(shard.indexes)).toBeGreaterThan(0);
            expect(size(shard.indexes)).toBeLessThanOrEqual(shardSize);
            expect(equal(shard.indexes, take(rest, size(shard.indexes)))).toBe(true);
            expect(shard.submission.overridesCharacters).toBeLessThanOrEqual(8192);
            rest = subtract(rest, shard.indexes);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('takes all of the identity, and as much as fits of an alternation', () => {
    const { indexes: _, ...template } = input(EMPTY);
    const alternating = fittingShard(
      template,
      fromIndexes(Array.from({ length: 5_000 }, (_, i) => 2 * i)),
      10_000,
    );

    expect(fittingShard(template, range(0, 20_000), 10_000)).toMatchObject({
      ok: true,
      indexes: range(0, 10_000),
    });
    expect(alternating.ok && size(alternating.indexes)).toBeGreaterThan(1_200);
  });

  test('says so when not even one index fits', () => {
    const { indexes: _, ...template } = input(EMPTY, {
      desired: {
        ...input(EMPTY).desired,
        submit: { containerOverrides: { environment: [{ name: 'A', value: 'x'.repeat(9_000) }] } },
      },
    });

    expect(fittingShard(template, range(0, 100), 100)).toMatchObject({ ok: false, tooLarge: 'overrides' });
  });
});
