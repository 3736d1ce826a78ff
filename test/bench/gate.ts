import type { Figure, Size } from './figures.ts';

/** The figures of one benchmark that the gate holds, by name. */
export type Held = Readonly<Record<string, number>>;

/** What is checked in as expected.json. */
export type Expected = Readonly<Record<Size, Readonly<Record<string, Held>>>>;

/** A time in units of the same run's reference may be so many times what is checked in: it is to catch what became another order. */
const RATIO_SLACK = 3;

/** The figures that the gate holds: all that are the same everywhere, and ratios of times. */
export function heldOf(figures: readonly Figure[]): Held {
  return Object.fromEntries(
    figures
      .filter((each) => each.gate !== undefined)
      .map(({ name, value, gate }) => [name, gate === 'ratio' ? Math.round(value * 100) / 100 : value]),
  );
}

/** One sentence for every figure that is other than expected; none when all is as it was. */
export function deviations(expected: Held | undefined, figures: readonly Figure[]): readonly string[] {
  if (expected === undefined) return ['nothing is expected of it yet: run with --update'];
  const held = figures.filter((each) => each.gate !== undefined);
  const names = new Set(held.map((each) => each.name));
  const gone = Object.keys(expected)
    .filter((name) => !names.has(name))
    .map((name) => `${name}: expected, but not measured any more`);
  const others = held.flatMap(({ name, value, gate, unit }) => {
    const was = expected[name];
    if (was === undefined) return [`${name}: ${value} ${unit}, but nothing is expected: run with --update`];
    if (gate === 'exact') return value === was ? [] : [`${name}: ${value} ${unit} instead of ${was}`];
    return value <= was * RATIO_SLACK
      ? []
      : [`${name}: ${value.toFixed(2)} is more than ${RATIO_SLACK} times ${was}`];
  });
  return [...gone, ...others];
}
