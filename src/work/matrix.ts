import type { Work } from '../core/desired.ts';
import { canonicalText, type Json, type JsonObject } from '../core/json.ts';
import { workError } from './failure.ts';
import { ITEMS_MAX } from './limits.ts';

type Matrix = Extract<Work, { kind: 'matrix' }>;

/**
 * The combinations of a matrix as GitHub Actions makes them: the product of the axes, the last axis varying fastest;
 * without those that agree with an `exclude` in all its keys; then each `include`, in order, is added to every
 * combination of which it overwrites no axis, and becomes a combination of its own when there is none.
 * Values are compared as JSON. Without axes, only the includes are left.
 * Source: GitHub Actions' documentation, "Expanding or adding matrix configurations".
 */
export function* combinations(matrix: Matrix): Generator<JsonObject> {
  const names = Object.keys(matrix.axes);
  refuseTooMany(matrix);
  refuseUnknownExcludes(matrix, names);
  const excludes = matrix.exclude.map((each) => texts(each));
  const includes = matrix.include.map((each) => ({ members: each, axes: texts(each, names), used: false }));
  const values = names.map((name) =>
    matrix.axes[name]!.map((value) => ({ value, text: canonicalText(value) })),
  );
  const at = names.map(() => 0);
  const positions = new Map(names.map((name, position) => [name, position]));
  const agrees = ([name, text]: readonly [string, string]): boolean => {
    const position = positions.get(name)!;
    return values[position]![at[position]!]!.text === text;
  };

  let left = names.length === 0 ? 0 : values.reduce((product, axis) => product * axis.length, 1);
  for (; left > 0; left--) {
    if (!excludes.some((each) => each.every(agrees))) {
      const members = names.map((name, axis): [string, Json] => [name, values[axis]![at[axis]!]!.value]);
      for (const include of includes) {
        if (!include.axes.every(agrees)) continue;
        include.used = true;
        members.push(...Object.entries(include.members));
      }
      yield Object.fromEntries(members);
    }
    for (let axis = names.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis]! + 1) % values[axis]!.length;
      if (at[axis] !== 0) break;
    }
  }
  for (const include of includes) if (!include.used) yield include.members;
}

/** The members of an object as comparable texts; with `names`, only those. */
function texts(object: JsonObject, names?: readonly string[]): readonly (readonly [string, string])[] {
  return Object.entries(object)
    .filter(([name]) => names === undefined || names.includes(name))
    .map(([name, value]) => [name, canonicalText(value)]);
}

function refuseTooMany(matrix: Matrix): void {
  const product = Object.values(matrix.axes).reduce((sum, axis) => sum * axis.length, 1);
  if (product <= ITEMS_MAX) return;
  throw workError(
    'terminal',
    'TooManyItems',
    `the matrix has ${product.toLocaleString('en')} combinations; ${ITEMS_MAX.toLocaleString('en')} are allowed`,
    'shorten an axis of spec.work.matrix, or split it over several ArrayJobs',
  );
}

function refuseUnknownExcludes(matrix: Matrix, names: readonly string[]): void {
  const unknown = matrix.exclude.flatMap((each) => Object.keys(each)).find((key) => !names.includes(key));
  const empty = matrix.exclude.some((each) => Object.keys(each).length === 0);
  if (unknown === undefined && !empty) return;
  throw workError(
    'terminal',
    'MatrixInvalid',
    unknown === undefined
      ? 'an exclude without members would exclude everything'
      : `exclude names ${JSON.stringify(unknown)}, which is no axis of the matrix`,
    `correct spec.work.matrix.exclude; the axes are ${names.join(', ') || 'none'}`,
  );
}
