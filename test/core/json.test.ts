import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, type Json, sameJson } from '../../src/core/json.ts';

/** Few names and values, so that two of them are often the same, or nearly. */
const value = fc.letrec<{ json: Json | undefined }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<(Json | undefined)[]>(null, true, 1, 'a', undefined),
    fc.array(
      tie('json').map((each) => each ?? null),
      { maxLength: 2 },
    ),
    fc.dictionary(fc.constantFrom('a', 'b', 'at'), tie('json'), { maxKeys: 2, noNullPrototype: true }),
  ) as fc.Arbitrary<Json | undefined>,
})).json;

test('two values are the same when their canonical texts are', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      fc.pre(a !== undefined && b !== undefined);

      expect(sameJson(a, b)).toBe(canonicalText(a) === canonicalText(b));
    }),
    { numRuns: 2000 },
  );
});

test('members that are left aside make no difference, however deep', () => {
  const aside = new Set(['at']);

  expect(sameJson({ a: [{ b: 1, at: 1 }] }, { a: [{ b: 1, at: 2 }], at: 3 }, aside)).toBe(true);
  expect(sameJson({ a: [{ b: 1, at: 1 }] }, { a: [{ b: 2, at: 1 }] }, aside)).toBe(false);
});
