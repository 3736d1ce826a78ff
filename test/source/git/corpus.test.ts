import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFile } from '../../../src/document/index.ts';
import type { StatusEdit, WriteResult } from '../../../src/source/index.ts';
import { specsOf, statusOf } from '../../document/laws.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

const fixtures = join(import.meta.dirname, '../../document/fixtures');
const names = readdirSync(fixtures).filter((each) => each.endsWith('.yaml'));
const status = {
  phase: 'Running',
  indexes: { total: 3, failed: 0 },
  failedIndexes: '7,812',
  message: 'a: b',
};

let hosting: Hosting;
let results: readonly WriteResult[];

/** Awkward names too: what git quotes, and what looks like a revision, an option or a pathspec. */
const pathOf = (name: string, i: number): string =>
  [`jobs/${name}`, `jobs/-x/${name}`, `jobs/:(glob)*/é "${name}`, `jobs/HEAD/${name}`][i % 4]!;
const bytesOf = (name: string): Uint8Array => readFileSync(join(fixtures, name));

beforeAll(async () => {
  hosting = openHosting({
    // Git must not be led to convert anything, whatever people's attributes ask for.
    '.gitattributes': '* text=auto eol=crlf\n*.yaml filter=lfs ident\n',
    ...Object.fromEntries(names.map((name, i) => [pathOf(name, i), ''])),
  });
  git(hosting.clone, 'config', 'core.autocrlf', 'false');
  hosting.push({
    '.gitattributes': '* -text\n',
    ...Object.fromEntries(names.map((name, i) => [pathOf(name, i), bytesOf(name)])),
  });
  hosting.push(
    { '.gitattributes': '* text=auto eol=crlf ident\n*.yaml filter=lfs\n' },
    'attributes that would convert',
  );
  const source = await hosting.open({ url: `${hosting.url}?path=jobs` });
  const { files } = await source.load();
  const edits = files.flatMap(({ file, parsed }) =>
    parsed.documents.flatMap(({ kind, name, specDigest }): readonly StatusEdit[] =>
      kind === undefined || name === undefined ? [] : [{ file, kind, name, specDigest, status }],
    ),
  );
  results = await source.writeStatus(edits);
});

afterAll(() => hosting.close());

test('the corpus is large enough to mean something', () => {
  expect(names.length).toBeGreaterThan(60);
  expect(results.filter((each) => each.outcome === 'written').length).toBeGreaterThan(60);
  expect(results.filter((each) => !['written', 'unchanged', 'refused'].includes(each.outcome))).toEqual([]);
});

test('all of it is one commit, of spec files only', () => {
  const changed = git(hosting.bare, 'diff', '-z', '--name-only', 'main~1', 'main')
    .split('\0')
    .filter((each) => each !== '');

  expect(changed.every((path) => path.startsWith('jobs/') && path.endsWith('.yaml'))).toBe(true);
  expect(git(hosting.bare, 'log', '-1', '--format=%an', 'main').trim()).toBe('arrayjob');
});

test.each(names.map((name, i) => [name, pathOf(name, i)]))(
  'git diff of %s shows nothing outside of status',
  (name, path) => {
    const before = Buffer.from(bytesOf(name)).toString('utf8');
    const after = hosting.remote(path) ?? '';

    const own = results.filter((each) => `jobs/${each.edit.file}` === path);
    const written = own.filter((each) => each.outcome === 'written').map((each) => each.edit.name);

    expect(specsOf(after)).toEqual(specsOf(before));
    if (written.length === 0) expect(after).toBe(before);
    for (const document of parseFile(path, Buffer.from(after)).documents) {
      if (written.includes(document.name ?? '')) expect(statusOf(after, document.position)).toEqual(status);
    }
    // The digests are over every byte beside the status.
    const digests = (text: string): readonly string[] =>
      parseFile(path, Buffer.from(text)).documents.map((each) => each.specDigest);
    expect(digests(after)).toEqual(digests(before));
  },
);
