/**
 * Sets of indexes, kept as sorted disjoint intervals: what the controller knows about ten thousand children
 * is mostly a handful of runs. Held as an inversion list, [from, to, from, to, …] with `to` exclusive,
 * so that every operation of set algebra is one merge of two sorted lists.
 */
export type IntervalSet = readonly number[] & { readonly __brand: 'IntervalSet' };

const brand = (bounds: number[]): IntervalSet => bounds as unknown as IntervalSet;

export const EMPTY: IntervalSet = brand([]);

/** Indexes are whole numbers from 0 to this bound, exclusive; more are cut off when text is read. */
export const INDEX_BOUND = 2 ** 31;

/** The indexes `from` to `to`, `to` exclusive; empty when nothing lies between. */
export function range(from: number, to: number): IntervalSet {
  return to > from ? brand([from, to]) : EMPTY;
}

/** The set of the given indexes, in any order, repeated or not. */
export function fromIndexes(indexes: Iterable<number>): IntervalSet {
  const sorted = [...indexes].sort((a, b) => a - b);
  const bounds: number[] = [];
  for (const index of sorted) {
    const end = bounds[bounds.length - 1];
    if (end === undefined || index > end) bounds.push(index, index + 1);
    else if (index === end) bounds[bounds.length - 1] = index + 1;
  }
  return brand(bounds);
}

export function isEmpty(set: IntervalSet): boolean {
  return set.length === 0;
}

/** How many indexes are in the set. */
export function size(set: IntervalSet): number {
  let count = 0;
  for (let i = 0; i < set.length; i += 2) count += set[i + 1]! - set[i]!;
  return count;
}

/** The smallest index, or undefined when the set is empty. */
export function first(set: IntervalSet): number | undefined {
  return set[0];
}

/** One more than the largest index; 0 when the set is empty. */
export function bound(set: IntervalSet): number {
  return set[set.length - 1] ?? 0;
}

/** The position among the bounds of the first one that is greater than `index`. Odd: `index` is inside. */
function upperBound(set: IntervalSet, index: number): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[middle]! <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function has(set: IntervalSet, index: number): boolean {
  return upperBound(set, index) % 2 === 1;
}

/** What an operation keeps: bit 1 for indexes of `a` alone, bit 2 for those of `b` alone, bit 3 for those of both. */
const UNION = 0b1110;
const INTERSECTION = 0b1000;
const DIFFERENCE = 0b0010;

/** Sweeps over both lists of bounds; an odd place in a list means inside. Everything rests on it: no callbacks, no copies. */
function combine(a: IntervalSet, b: IntervalSet, keep: number): IntervalSet {
  const bounds: number[] = [];
  const [lengthA, lengthB] = [a.length, b.length];
  let i = 0;
  let j = 0;
  let inside = 0;
  while (i < lengthA || j < lengthB) {
    const nextA = i < lengthA ? a[i]! : Infinity;
    const nextB = j < lengthB ? b[j]! : Infinity;
    if (nextA <= nextB) i += 1;
    if (nextB <= nextA) j += 1;
    const kept = (keep >> ((i & 1) | ((j & 1) << 1))) & 1;
    if (kept !== inside) {
      bounds.push(nextA < nextB ? nextA : nextB);
      inside = kept;
    }
  }
  return brand(bounds);
}

export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return combine(a, b, UNION);
}

export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0 || b.length === 0) return EMPTY;
  if (covers(a, b)) return b;
  if (covers(b, a)) return a;
  return combine(a, b, INTERSECTION);
}

/** What is in `a` and not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  if (a.length === 0 || b.length === 0) return a;
  return combine(a, b, DIFFERENCE);
}

/** Whether a set is one interval with all of the other, which is not empty, in it: as often as not, that of all indexes. */
function covers(one: IntervalSet, other: IntervalSet): boolean {
  return one.length === 2 && one[0]! <= other[0]! && one[1]! >= bound(other);
}

/** The union of many sets, merged pairwise so that the cost stays near-linear. */
export function unionOf(sets: readonly IntervalSet[]): IntervalSet {
  if (sets.length === 0) return EMPTY;
  if (sets.length === 1) return sets[0]!;
  const half = sets.length >>> 1;
  return union(unionOf(sets.slice(0, half)), unionOf(sets.slice(half)));
}

export function equal(a: IntervalSet, b: IntervalSet): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i]);
}

/** The `count` smallest indexes of the set. */
export function take(set: IntervalSet, count: number): IntervalSet {
  const bounds: number[] = [];
  let left = count;
  for (let i = 0; i < set.length && left > 0; i += 2) {
    const from = set[i]!;
    const to = Math.min(set[i + 1]!, from + left);
    bounds.push(from, to);
    left -= to - from;
  }
  return brand(bounds);
}

/** The index at a position of the set (from 0), or undefined beyond its end. */
export function at(set: IntervalSet, position: number): number | undefined {
  if (position < 0) return undefined;
  let left = position;
  for (let i = 0; i < set.length; i += 2) {
    const length = set[i + 1]! - set[i]!;
    if (left < length) return set[i]! + left;
    left -= length;
  }
  return undefined;
}

/** The position of an index in the set (from 0), or undefined when it is not in it. */
export function positionOf(set: IntervalSet, index: number): number | undefined {
  let before = 0;
  for (let i = 0; i < set.length && set[i]! <= index; i += 2) {
    if (index < set[i + 1]!) return before + index - set[i]!;
    before += set[i + 1]! - set[i]!;
  }
  return undefined;
}

/** The indexes at the given positions of `set`; positions beyond its end are left out. One merge of both lists. */
export function pick(set: IntervalSet, positions: IntervalSet): IntervalSet {
  const bounds: number[] = [];
  let before = 0;
  let p = 0;
  for (let i = 0; i < set.length; i += 2) {
    const start = set[i]!;
    const end = before + set[i + 1]! - start;
    for (; p < positions.length && positions[p]! < end; p += 2) {
      const from = start + Math.max(positions[p]!, before) - before;
      const to = start + Math.min(positions[p + 1]!, end) - before;
      if (to > from) append(bounds, from, to);
      // What reaches beyond this interval goes on in the next one.
      if (positions[p + 1]! > end) break;
    }
    before = end;
  }
  return brand(bounds);
}

/** Adds an interval that begins at or after the end of the last one; touching ones become one. */
function append(bounds: number[], from: number, to: number): void {
  if (bounds[bounds.length - 1] === from) bounds[bounds.length - 1] = to;
  else bounds.push(from, to);
}

/** Every index of the set, in order, as a list. */
export function listOf(set: IntervalSet): number[] {
  const list: number[] = [];
  for (let i = 0; i < set.length; i += 2) {
    for (let index = set[i]!; index < set[i + 1]!; index++) list.push(index);
  }
  return list;
}

/** Every index of the set, in order. */
export function* indexesOf(set: IntervalSet): Generator<number> {
  for (let i = 0; i < set.length; i += 2) {
    for (let index = set[i]!; index < set[i + 1]!; index++) yield index;
  }
}

/** Cuts a set into consecutive sets of at most `length` indexes (at least 1), in order. One pass. */
export function slices(set: IntervalSet, length: number): IntervalSet[] {
  const most = Math.max(1, Math.floor(length));
  const result: IntervalSet[] = [];
  let bounds: number[] = [];
  let left = most;
  for (let i = 0; i < set.length; i += 2) {
    const end = set[i + 1]!;
    for (let from = set[i]!; from < end;) {
      const to = Math.min(end, from + left);
      bounds.push(from, to);
      left -= to - from;
      from = to;
      if (left === 0) {
        result.push(brand(bounds));
        bounds = [];
        left = most;
      }
    }
  }
  if (bounds.length > 0) result.push(brand(bounds));
  return result;
}

/** The interval text of Kubernetes' indexed Jobs: `0-6,8,811-813`. The empty set is the empty text. */
export function format(set: IntervalSet): string {
  const parts: string[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const from = set[i]!;
    const last = set[i + 1]! - 1;
    parts.push(from === last ? String(from) : `${from}-${last}`);
  }
  return parts.join(',');
}

/** What reading an interval text gave: the set, and the parts that are not intervals, which were skipped. */
export interface ParsedIntervals {
  readonly set: IntervalSet;
  readonly skipped: readonly string[];
}

/** Reads interval text of any order and overlap. Never throws: parts that make no sense are skipped and said. */
export function parse(text: string): ParsedIntervals {
  const pairs: [number, number][] = [];
  const skipped: string[] = [];
  for (const raw of text.split(',')) {
    const part = raw.trim();
    if (part === '') continue;
    const match = /^(\d{1,10})(?:\s*-\s*(\d{1,10}))?$/.exec(part);
    const from = Number(match?.[1]);
    const last = match?.[2] === undefined ? from : Number(match[2]);
    if (match === null || last < from || last >= INDEX_BOUND) skipped.push(part);
    else pairs.push([from, last + 1]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  const bounds: number[] = [];
  for (const [from, to] of pairs) {
    const end = bounds[bounds.length - 1];
    if (end === undefined || from > end) bounds.push(from, to);
    else if (to > end) bounds[bounds.length - 1] = to;
  }
  return { set: brand(bounds), skipped };
}
