import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../src/core/json.ts';
import { parseFile, removeDocuments, setValue } from '../../src/document/index.ts';
import { bytesOf, changeOf, textOf } from './laws.ts';
import { styled } from './styles.ts';

const RERUN = ['metadata', 'annotations', 'arrayjob.dev/rerun'];
const SUSPEND = ['spec', 'suspend'];
const VALUE = 'failed@2026-11-24T02:30:00Z';

function set(text: string, path: readonly string[], value: string | boolean, position = 0): string {
  const result = setValue(bytesOf(text), { position, path, value });
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return textOf(result.bytes);
}

function refusal(text: string, path: readonly string[], value: string | boolean = true): string {
  const result = setValue(bytesOf(text), { position: 0, path, value });
  return result.ok ? `accepted:\n${textOf(result.bytes)}` : result.reason;
}

function removed(text: string, ...positions: number[]): string | undefined {
  const result = removeDocuments(bytesOf(text), positions);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.bytes && textOf(result.bytes);
}

function valuesOf(text: string): readonly JsonObject[] {
  return parseFile('x.yaml', bytesOf(text)).documents.map((each) => each.value);
}

describe('setting one value', () => {
  test.each<[string, string, readonly string[], string | boolean, string]>([
    [
      'a key that is there',
      'spec:\n  suspend: false # for now\n  a: 1\n',
      SUSPEND,
      true,
      'spec:\n  suspend: true # for now\n  a: 1\n',
    ],
    [
      'behind the last key of its map, before the next one',
      'spec:\n  a: 1\nstatus: {}\n',
      SUSPEND,
      true,
      'spec:\n  a: 1\n  suspend: true\nstatus: {}\n',
    ],
    [
      'behind comments that belong to the last key',
      'spec:\n  a: 1 # one\n    # more\n# of status\nstatus: {}\n',
      SUSPEND,
      true,
      'spec:\n  a: 1 # one\n    # more\n  suspend: true\n# of status\nstatus: {}\n',
    ],
    [
      'with the breaks and the indentation of the file',
      'spec:\r\n    a:\r\n        b: 1\r\n',
      SUSPEND,
      true,
      'spec:\r\n    a:\r\n        b: 1\r\n    suspend: true\r\n',
    ],
    [
      'behind a byte order mark',
      '\ufeffspec:\n  suspend: true\n',
      SUSPEND,
      false,
      '\ufeffspec:\n  suspend: false\n',
    ],
    ['without a final line break', 'spec:\n  a: 1', SUSPEND, true, 'spec:\n  a: 1\n  suspend: true'],
    [
      'behind a text block',
      'spec:\n  a: |\n    x\n\nstatus: {}\n',
      SUSPEND,
      true,
      'spec:\n  a: |\n    x\n  suspend: true\n\nstatus: {}\n',
    ],
    ['in braces', 'spec: { a: 1 }\n', SUSPEND, true, 'spec: { a: 1, suspend: true }\n'],
    ['in empty braces of JSON', '{"spec":{}}', SUSPEND, true, '{"spec":{"suspend": true}}'],
    [
      'in JSON of several lines',
      '{\n  "spec": {\n    "a": 1\n  }\n}\n',
      SUSPEND,
      true,
      '{\n  "spec": {\n    "a": 1,\n    "suspend": true\n  }\n}\n',
    ],
    [
      'in braces that end with a comma',
      'spec: {\n  a: 1, # one\n}\n',
      SUSPEND,
      true,
      'spec: {\n  a: 1, # one\n  suspend: true\n}\n',
    ],
    [
      'an empty value',
      'spec:\n  suspend: # ?\n  a: 1\n',
      SUSPEND,
      true,
      'spec:\n  suspend: true # ?\n  a: 1\n',
    ],
    [
      'an annotation, with the map that it needs',
      'metadata:\n  name: a\nspec:\n    x: { y: 1 }\n',
      RERUN,
      VALUE,
      `metadata:\n  name: a\n  annotations:\n    arrayjob.dev/rerun: "${VALUE}"\nspec:\n    x: { y: 1 }\n`,
    ],
    [
      'an annotation in an empty map',
      'metadata:\n  annotations:\n  name: a\n',
      RERUN,
      VALUE,
      `metadata:\n  annotations: { arrayjob.dev/rerun: "${VALUE}" }\n  name: a\n`,
    ],
    [
      'an annotation in metadata in braces',
      'metadata: { name: a }\n',
      RERUN,
      VALUE,
      `metadata: { name: a, annotations: { arrayjob.dev/rerun: "${VALUE}" } }\n`,
    ],
    [
      'a text in the quotes of the old one',
      "metadata:\n  annotations: {arrayjob.dev/rerun: 'x'}\n",
      RERUN,
      VALUE,
      `metadata:\n  annotations: {arrayjob.dev/rerun: '${VALUE}'}\n`,
    ],
    [
      'a plain text where one stood',
      'metadata:\n  annotations:\n    arrayjob.dev/rerun: one\n',
      RERUN,
      VALUE,
      `metadata:\n  annotations:\n    arrayjob.dev/rerun: ${VALUE}\n`,
    ],
    [
      'in quotes what YAML 1.1 reads as a time',
      'metadata:\n  annotations:\n    arrayjob.dev/rerun: one\n',
      RERUN,
      '2026-11-24T02:30:00Z',
      'metadata:\n  annotations:\n    arrayjob.dev/rerun: "2026-11-24T02:30:00Z"\n',
    ],
    [
      'a value of its own beside a merged one',
      'base: &b { suspend: false }\nspec:\n  <<: *b\n',
      SUSPEND,
      true,
      'base: &b { suspend: false }\nspec:\n  <<: *b\n  suspend: true\n',
    ],
  ])('%s', (_what, text, path, value, expected) => {
    expect(set(text, path, value)).toBe(expected);
  });

  test('what says the same already stays as it is written', () => {
    const text = 'spec: { suspend: True } # yes\n';

    const result = setValue(bytesOf(text), { position: 0, path: SUSPEND, value: true });

    expect(result).toMatchObject({ ok: true, changed: false });
  });

  test('only the document that is meant changes', () => {
    const text = '# head\nspec: { n: 1 }\n--- # two\nspec: { n: 2 }\n...\n---\nspec: { n: 3 }\n# end';

    expect(set(text, SUSPEND, true, 1)).toBe(text.replace('n: 2', 'n: 2, suspend: true'));
  });

  test.each<[string, string, readonly string[], RegExp]>([
    ['an alias', 'x: &x false\nspec:\n  suspend: *x\n', SUSPEND, /spec\.suspend is the alias \*x/],
    ['a map that is an alias', 'x: &x { a: 1 }\nspec: *x\n', SUSPEND, /spec is the alias \*x/],
    ['an anchor in use', 'spec:\n  suspend: &x false\n  y: *x\n', SUSPEND, /anchor, alias or merge key/],
    ['a map whose anchor is in use', 'spec: &x\n  a: 1\ny: *x\n', SUSPEND, /anchor, alias or merge key/],
    [
      'a map from a merge key',
      'x: &x { annotations: { a: b } }\nmetadata:\n  <<: *x\n',
      RERUN,
      /metadata\.annotations comes from a merge key/,
    ],
    [
      'a tag that makes it another value',
      'spec:\n  suspend: !!str x\n',
      SUSPEND,
      /anchor, alias or merge key/,
    ],
    ['a block of text', 'spec:\n  suspend: |\n    no\n', SUSPEND, /block of text/],
    ['a list', 'spec: [a]\n', SUSPEND, /spec is not written as a map/],
    ['a broken document', 'spec: {\n', SUSPEND, /not a map that can be read/],
  ])('is refused for %s', (_what, text, path, reason) => {
    expect(refusal(text, path)).toMatch(reason);
  });

  test('bytes that are no text are refused', () => {
    const result = setValue(new Uint8Array([0xff, 0xfe]), { position: 0, path: SUSPEND, value: true });

    expect(result).toEqual({ ok: false, reason: 'the file is not UTF-8 text' });
  });

  test('in files of any style nothing but one stretch changes, and it can be set back', () => {
    const path = fc.constantFrom(SUSPEND, RERUN, ['suspend'], ['a', 'b', 'c']);
    fc.assert(
      fc.property(styled, path, fc.nat(2), ({ text, positions }, keys, pick) => {
        fc.pre(!parseFile('x.yaml', bytesOf(text)).broken);
        const position = positions[pick % positions.length] ?? 0;
        const first = setValue(bytesOf(text), { position, path: keys, value: 'one' });
        fc.pre(first.ok);

        const one = textOf((first as { readonly bytes: Uint8Array }).bytes);
        const two = set(one, keys, 'two', position);

        const { gone, come } = changeOf(one, two);
        expect(`${gone} ${come}`).toMatch(/^"?one"? "?two"?$|^.{0,4} .{0,4}$/);
        expect(set(two, keys, 'one', position)).toBe(one);
      }),
      { numRuns: 500 },
    );
  });

  test('few styles are refused', () => {
    const samples = fc.sample(styled, 300).filter(({ text }) => !parseFile('x.yaml', bytesOf(text)).broken);

    const refused = samples.filter(
      ({ text, positions }) =>
        !setValue(bytesOf(text), { position: positions[0] ?? 0, path: ['suspend'], value: true }).ok,
    );

    expect(refused.length / samples.length).toBeLessThan(0.1);
  });
});

describe('the corpus of awkward files', () => {
  const fixtures = join(import.meta.dirname, 'fixtures');
  const names = readdirSync(fixtures).filter((each) => each.endsWith('.yaml'));

  test.each(names)('%s: suspended, or refused, and nothing else', (name) => {
    const bytes = readFileSync(join(fixtures, name));
    const before = textOf(bytes);

    for (const { position, value } of parseFile('x.yaml', bytes).documents) {
      if (!isObject(value['spec'])) continue;
      const result = setValue(bytes, { position, path: SUSPEND, value: true });
      if (!result.ok) {
        expect(result.reason).toMatch(/alias|anchor|merge/);
        continue;
      }
      const after = textOf(result.bytes);
      const { gone, come } = changeOf(before, after);
      expect(gone.length).toBeLessThan(8);
      expect(come).toMatch(/true/);
      const now = parseFile('x.yaml', result.bytes).documents.find((each) => each.position === position);
      expect(now?.value).toEqual({ ...value, spec: { ...value['spec'], suspend: true } });
    }
  });
});

describe('removing a document', () => {
  const A = 'a: 1\n';
  const B = '---\nb: 2\n';
  const C = '---\nc: 3\n';

  test.each<[string, string, number, string | undefined]>([
    ['the only one: the file', A, 0, undefined],
    ['the only one beside empty ones: the file', `---\n---\n${A}---\n# nothing\n`, 1, undefined],
    ['the first', A + B + C, 0, B + C],
    ['the middle one', A + B + C, 1, A + C],
    ['the last', A + B + C, 2, A + B],
    ['one that is closed by dots', `${A}...\n${B}`, 0, B],
    ['with its line breaks', 'a: 1\r\n---\r\nb: 2\r\n', 1, 'a: 1\r\n'],
    ['with its own status', `a: 1\nstatus:\n  x: |+\n    y\n\n${B}`, 0, B],
    ['in braces', `{a: 1}\n${B}`, 0, B],
    ['a header above the first marker stays', `# licence\n---\na: 1\n${B}`, 0, `# licence\n${B}`],
    ['a header set apart stays', `# licence\n\n# about a\na: 1\n${B}`, 0, `# licence\n\n${B}`],
    ['a byte order mark stays', `\ufeff${A}${B}`, 0, `\ufeff${B}`],
    ['a comment above the next marker stays', `${A}# about b\n${B}`, 0, `# about b\n${B}`],
    ['comments inside of it go', `a: 1 # one\n  # two\n${B}`, 0, B],
    ['directives of its own go', `%YAML 1.2\n---\na: 1\n${B}`, 0, B],
    ['beside a broken neighbour', `${A}---\nb: [\n`, 0, '---\nb: [\n'],
    ['beside one of somebody else', `${A}---\nkind: ConfigMap\n`, 0, '---\nkind: ConfigMap\n'],
  ])('%s', (_what, text, position, expected) => {
    expect(removed(text, position)).toBe(expected);
  });

  test('several at a time', () => {
    expect(removed(A + B + C, 0, 2)).toBe(B);
    expect(removed(A + B + C, 0, 1, 2)).toBeUndefined();
  });

  test('in files of any style all others keep their values', () => {
    fc.assert(
      fc.property(styled, fc.nat(2), ({ text, positions }, pick) => {
        fc.pre(!parseFile('x.yaml', bytesOf(text)).broken);
        const position = positions[pick % positions.length] ?? 0;
        const others = parseFile('x.yaml', bytesOf(text)).documents.filter(
          (each) => each.position !== position,
        );

        const left = removed(text, position);

        expect(valuesOf(left ?? '')).toEqual(others.map((each) => each.value));
      }),
      { numRuns: 500 },
    );
  });
});
