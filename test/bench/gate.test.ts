import { describe, expect, test } from 'vitest';
import type { Figure } from './figures.ts';
import { deviations, heldOf } from './gate.ts';
import { tableOf, valuesIn, withTable } from './page.ts';

const exact = (value: number): Figure => ({ name: 'calls', value, unit: 'calls', gate: 'exact' });
const ratio = (value: number): Figure => ({ name: 'start', value, unit: '×', gate: 'ratio' });

describe('the gate', () => {
  test.each<[string, readonly Figure[], number]>([
    ['lets the same figures pass', [exact(100), ratio(3)], 0],
    ['stops one call more', [exact(101), ratio(3)], 1],
    ['stops one call less, so that what is expected stays true', [exact(99), ratio(3)], 1],
    ['lets a time pass that is another one of a busy machine', [exact(100), ratio(8.9)], 0],
    ['stops a time of another order', [exact(100), ratio(9.1)], 1],
    ['stops what is not measured any more', [exact(100)], 1],
    ['stops what nothing is expected of', [exact(100), ratio(3), { ...exact(1), name: 'more' }], 1],
    [
      'does not hold figures that are only told',
      [exact(100), ratio(3), { name: 'time', value: 5, unit: 's' }],
      0,
    ],
  ])('%s', (_, figures, count) => {
    const found = deviations({ calls: 100, start: 3 }, figures);

    expect(found).toHaveLength(count);
  });

  test('stops a benchmark that nothing is expected of', () => {
    expect(deviations(undefined, [exact(1)])).toHaveLength(1);
  });

  test('keeps exact figures as they are, and ratios to two digits', () => {
    expect(heldOf([exact(0.123456), ratio(3.14159), { name: 'time', value: 1, unit: 's' }])).toEqual({
      calls: 0.123456,
      start: 3.14,
    });
  });
});

describe('the page', () => {
  const page = 'before\n\n<!-- figures of calls -->\nold\n<!-- end of figures -->\n\nafter\n';

  test('takes the table of a benchmark in the place of the last one', () => {
    const figures = [
      { ...exact(1_531), aim: { most: 360 } },
      { name: 'rest', value: 0.5, unit: '%' },
    ];

    const written = withTable(page, 'calls', tableOf(figures, 'here.'));

    expect(written).toBe(`before

<!-- figures of calls -->
| figure | measured | aim |
| --- | ---: | --- |
| calls | 1,531 calls | at most 360: **missed** |
| rest | 0.5 % |  |

here.
<!-- end of figures -->

after
`);
    expect([...valuesIn(written, 'calls')]).toEqual([
      ['calls', '1,531'],
      ['rest', '0.5'],
    ]);
  });

  test('has to have a place for it', () => {
    expect(() => withTable(page, 'other', '')).toThrow('figures of other');
  });
});
