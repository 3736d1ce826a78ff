import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../src/core/json.ts';
import { createLife, indexes } from './harness.ts';

test('the worked example of docs/work.md gives what it says', async () => {
  const page = readFileSync(new URL('../../docs/work.md', import.meta.url), 'utf8');
  const block = (language: string): string =>
    new RegExp(`\`\`\`${language} example=matrix\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
  const written = (parse(block('yaml')) as { matrix: Record<string, JsonObject[]> }).matrix;
  const { include, exclude, ...axes } = written;
  const life = createLife();

  const result = await life.resolve({ kind: 'matrix', axes, include: include!, exclude: exclude! });

  expect(await life.items(indexes(result.live))).toEqual(JSON.parse(block('json')) as Json[]);
});
