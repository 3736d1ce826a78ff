import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES, parseFile, pathText } from '../../src/document/index.ts';
import { bytesOf } from './laws.ts';

function parsed(text: string): ReturnType<typeof parseFile> {
  return parseFile('jobs/a.yaml', bytesOf(text));
}

describe('reading a file', () => {
  test('gives values with aliases and merge keys resolved, and who they are', () => {
    const file = parsed(
      'kind: K\napiVersion: v\nmetadata: { name: n }\na: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }\nc: [*a, yes, 0o17]\n',
    );

    expect(file.findings).toEqual([]);
    expect(file.documents).toMatchObject([
      {
        position: 0,
        kind: 'K',
        apiVersion: 'v',
        name: 'n',
        value: { b: { x: 1, y: 3 }, c: [{ x: 1, y: 2 }, 'yes', 15] },
      },
    ]);
  });

  test('an alias means the anchor before it, even when the name is given again later', () => {
    const file = parsed('a: &a 1\nx: &x [*a]\nb: &a 2\ny: [*x, *a]\n');

    expect(file.documents[0]?.value).toMatchObject({ x: [1], y: [[1], 2] });
  });

  test('a key called __proto__ is a key', () => {
    const value = parsed('__proto__: { polluted: true }\n').documents[0]?.value;

    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each<[string, string, string, number, number]>([
    ['an unclosed quote, at its beginning', 'a: 1\nb: "x\nc: 1\n', 'YamlMissingChar', 2, 4],
    ['a duplicate key', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'YamlDuplicateKey', 4, 3],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'YamlTabAsIndent', 2, 1],
    ['an unknown alias', 'a: *b\n', 'YamlBadAlias', 1, 4],
    ['an alias of itself', 'a: &a [*a]\n', 'YamlAliasLoop', 1, 8],
    ['a key that is a list', '? [a]\n: 1\n', 'YamlNonStringKey', 1, 3],
    ['infinity', 'a: .inf\n', 'YamlNotJson', 1, 4],
    ['two keys on a line', 'a: b: c\n', 'YamlBlockAsImplicitKey', 1, 4],
    ['a NUL', 'a: 1\nb: \0\n', 'FileNotText', 2, 4],
    ['a merge of a text', 'a: { <<: x }\n', 'YamlBadMerge', 1, 10],
  ])('tells of %s with line, column and a remedy', (_what, text, code, line, column) => {
    const file = parsed(text);

    expect(file.findings[0]).toMatchObject({
      code,
      severity: 'error',
      place: { file: 'jobs/a.yaml', line, column },
    });
    expect(file.findings[0]?.remedy).toMatch(/\.$/);
    expect(file).toMatchObject({ broken: true, documents: [] });
  });

  test('lines and columns are those of an editor with CRLF and a byte order mark', () => {
    expect(parsed('\ufeffa: *x\r\n').findings[0]?.place).toMatchObject({ line: 1, column: 4 });
    expect(parsed('\ufeffa: 1\r\nb: *x\r\n').findings[0]?.place).toMatchObject({ line: 2, column: 4 });
  });

  test('bytes that are not UTF-8 are a finding', () => {
    expect(parseFile('a.yaml', new Uint8Array([0xff, 0xfe, 0x61])).findings).toMatchObject([
      { code: 'FileNotText' },
    ]);
  });

  test('one broken document never takes another with it', () => {
    const file = parsed('a: "open\n---\nb: 1\n---\nc: [\n---\nd: {\n...\n---\ne: 1\n--- |\n  text\n');

    expect(file.documents.map((each) => [each.position, Object.keys(each.value)])).toEqual([
      [1, ['b']],
      [4, ['e']],
    ]);
    expect(file.findings.map((each) => each.place.line)).toEqual(expect.arrayContaining([1, 11]));
    expect(file.broken).toBe(true);
  });

  test('documents that are not maps are left out with a warning, empty ones without', () => {
    const file = parsed('- a\n---\n---\ntext\n---\nkind: K\n');

    expect(file.findings.map((each) => [each.code, each.severity, each.place.line])).toEqual([
      ['DocumentNotMap', 'warning', 1],
      ['DocumentNotMap', 'warning', 4],
    ]);
    expect(file).toMatchObject({ broken: false, documents: [{ position: 3 }] });
  });

  test('places of keys and values are found, and of the nearest ancestor of what is not there', () => {
    const document = parsed('---\nx: 1\n---\nkind: K\nspec:\n  items:\n    - a: 1\n    - b: two\n  none:\n')
      .documents[1];

    const at = (path: readonly (string | number)[], what?: 'key' | 'value'): string => {
      const place = document?.locate(path, what);
      return `${place?.line}:${place?.column}`;
    };

    expect(at(['spec', 'items', 1, 'b'])).toBe('8:10');
    expect(at(['spec', 'items', 1, 'b'], 'key')).toBe('8:7');
    expect(at(['spec', 'items', 7, 'b'])).toBe('7:5');
    expect(at(['spec', 'nothing', 'below'])).toBe('6:3');
    expect(at([])).toBe('4:1');
  });

  test('paths read as people write them', () => {
    expect(pathText(['spec', 'work', 'items', 3, 'a b'])).toBe('spec.work.items[3]["a b"]');
  });
});

describe('the digest of a spec', () => {
  const digest = (text: string, index = 0): string => parsed(text).documents[index]?.specDigest ?? '';
  const base = 'kind: K\nspec:\n  a: 1 # why\n';

  test.each([
    ['a value', 'kind: K\nspec:\n  a: 2 # why\n'],
    ['a comment', 'kind: K\nspec:\n  a: 1 # how\n'],
    ['a key', 'kind: K\nspec:\n  b: 1 # why\n'],
    ['the type of a value', 'kind: K\nspec:\n  a: "1" # why\n'],
  ])('is another when %s is', (_what, text) => {
    expect(digest(text)).not.toBe(digest(base));
  });

  test.each([
    ['a status at the end', `${base}status: { x: 1 }\n`],
    ['a status in the middle', 'kind: K\nstatus:\n  x: 1\nspec:\n  a: 1 # why\n'],
    ['a marker before it', `---\n${base}`],
    ['other line breaks', base.replaceAll('\n', '\r\n')],
  ])('is the same with %s', (_what, text) => {
    expect(digest(text)).toBe(digest(base));
  });

  test('a text whose white space changes is another', () => {
    expect(digest('a: |\n  x\n  y\n')).not.toBe(digest('a: |\n  x y\n'));
  });
});

describe('hostile files of the full size', () => {
  const full = (part: string): string => part.repeat(Math.floor(MAX_FILE_BYTES / part.length));

  test.each<[string, string]>([
    ['brackets', full('[')],
    ['dashes', full('- ')],
    ['commas', `[${full(',').slice(1)}`],
    ['quotes', full('"')],
    ['unclosed documents', full('"\n---\n')],
    ['empty documents', full('---\n')],
    ['anchors', full('&a ')],
    ['aliases', `a: &a 1\nb: [${full('*a,').slice(20)}]`],
    ['equal keys', full('a: 1\n')],
    ['comments', full('#\n')],
    ['broken lines', full('- {a: [}\n')],
    [
      'merges of merges',
      `m0: &m0 {x: 1}\n${Array.from({ length: 5000 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [*m${i}, *m0], k${i}: 1}`).join('\n')}`,
    ],
  ])('%s are read or refused within seconds', (_what, text) => {
    const start = performance.now();

    const file = parsed(text);

    // A second on a quiet machine; the parser alone takes half a minute and gigabytes for some of these.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(file.findings.length).toBeLessThanOrEqual(200);
    expect(file.documents).toEqual([]);
  });
});
