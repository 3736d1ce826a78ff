import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SHORT } from './benchmarks.ts';
import { amount } from './figures.ts';
import type { Expected } from './gate.ts';
import { valuesIn } from './page.ts';

const { full } = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as Expected;
const page = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');

// The long forms are not measured here; whoever measures them with --update is to run --write, too.
test.each(SHORT.filter((name) => full[name] !== undefined))(
  'docs/performance.md says what is expected of %s',
  (name) => {
    const expected = Object.entries(full[name] ?? {});

    const said = valuesIn(page, name);

    expect(expected.map(([figure]) => [figure, said.get(figure)])).toEqual(
      expected.map(([figure, value]) => [figure, amount(value)]),
    );
  },
);
