import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { Work } from '../../src/core/desired.ts';
import { createLife, indexes } from './harness.ts';

const matrixOf = (
  axes: Readonly<Record<string, readonly Json[]>>,
  include: readonly JsonObject[] = [],
  exclude: readonly JsonObject[] = [],
): Work => ({ kind: 'matrix', axes, include, exclude });

const cases: readonly { sentence: string; work: Work; items: readonly Json[] }[] = [
  {
    sentence: 'is the product of its axes, the last one fastest',
    work: matrixOf({ a: [1, 2], b: ['x', 'y'] }),
    items: [
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ],
  },
  {
    sentence: 'leaves out what agrees with an exclude in all its keys',
    work: matrixOf({ a: [1, 2], b: ['x', 'y'] }, [], [{ a: 1 }, { a: 2, b: 'y' }]),
    items: [{ a: 2, b: 'x' }],
  },
  {
    // The example of GitHub's documentation, "Expanding or adding matrix configurations".
    sentence: 'takes includes as GitHub Actions does',
    work: matrixOf({ fruit: ['apple', 'pear'], animal: ['cat', 'dog'] }, [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]),
    items: [
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  },
  {
    sentence: 'brings back by an include what an exclude took, as excludes come first',
    work: matrixOf({ a: [1, 2] }, [{ a: 1, note: 'back' }], [{ a: 1 }]),
    items: [{ a: 2 }, { a: 1, note: 'back' }],
  },
  {
    sentence: 'without axes is its includes',
    work: matrixOf({}, [{ a: 1 }, { b: 2 }]),
    items: [{ a: 1 }, { b: 2 }],
  },
  { sentence: 'with an empty axis is nothing', work: matrixOf({ a: [1], b: [] }), items: [] },
  {
    sentence: 'compares values as JSON',
    work: matrixOf({ a: [{ x: 1, y: 2 }, '1', 1] }, [], [{ a: { y: 2, x: 1 } }, { a: 1 }]),
    items: [{ a: '1' }],
  },
];

describe('a matrix', () => {
  test.each(cases)('$sentence', async ({ work, items }) => {
    const life = createLife();

    const result = await life.resolve(work);

    expect(await life.items(indexes(result.live))).toEqual(items);
  });

  test('of more combinations than are allowed is refused at once', async () => {
    const axis = Array.from({ length: 300 }, (_, at) => at);

    const result = await createLife().look(matrixOf({ a: axis, b: axis, c: axis }));

    expect(result).toMatchObject({ kind: 'failed', class: 'terminal', reason: 'TooManyItems' });
  });

  test('whose exclude names no axis, or nothing, is refused', async () => {
    const life = createLife();

    const results = [
      await life.look(matrixOf({ a: [1] }, [], [{ b: 1 }])),
      await life.look(matrixOf({ a: [1] }, [], [{}])),
    ];

    expect(results).toMatchObject([{ reason: 'MatrixInvalid' }, { reason: 'MatrixInvalid' }]);
  });

  test('that grows an axis in the middle runs only the new combinations', async () => {
    const life = createLife();
    await life.resolve(matrixOf({ a: [1, 3], b: [1, 2] }));

    const result = await life.resolve(matrixOf({ a: [1, 2, 3], b: [1, 2] }));

    expect(indexes(result.added)).toEqual([4, 5]);
    expect(await life.items([4, 5])).toEqual([
      { a: 2, b: 1 },
      { a: 2, b: 2 },
    ]);
  });
});
