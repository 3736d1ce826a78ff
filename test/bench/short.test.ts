import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BENCHMARKS, SHORT } from './benchmarks.ts';
import { deviations, type Expected } from './gate.ts';

const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as Expected;

// The long form is `npm run bench -- --check`.
test.each(SHORT)(
  '%s costs what it cost before; what may change is written by npm run bench -- --short --update',
  async (name) => {
    const figures = await BENCHMARKS[name]!(() => undefined, 'short');

    expect(deviations(expected.short[name], figures)).toEqual([]);
  },
);
