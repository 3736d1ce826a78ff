import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, readDocuments } from '../../src/document/parse.ts';
import { isObject, type JsonObject } from '../../src/core/json.ts';
import { spliced } from './laws.ts';
import { status, styled } from './styles.ts';

const numRuns = Number(process.env['ARRAYJOB_RUNS'] ?? 1000);

const SPEC = `# yaml-language-server: $schema=x
apiVersion: arrayjob.dev/v1
kind: ArrayJob
metadata:
  name: a
spec:
  work: { size: 10 }
`;

const STATUS: JsonObject = {
  phase: 'Running',
  object: 'ArrayJob/a@9b1f0c2d',
  revision: '3f9c1e2a7b04',
  run: 1,
  indexes: { total: 10, succeeded: 0, failed: 0, running: 10, waiting: 0 },
  completedIndexes: '0-6,8',
  failedIndexes: '7,812',
  jobs: [
    { id: '4e3443ee-f728-4413-a9c8-633e25d24ee4', name: 'a-9109ed69-1-0-0', round: 0, status: 'PENDING' },
  ],
  failures: [{ count: 2, exitCode: 1, reason: 'Essential container: exited', sampleIndex: 7 }],
  startTime: '2026-11-28T20:07:03.105Z',
  history: [],
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'Progressing',
      message:
        '0 of 10 indexes succeeded; the next look is at noon, as far as that can be said beforehand by anybody',
      lastTransitionTime: '2026-11-28T20:07:03.230Z',
    },
  ],
};

/** What is read of every document: by the parser alone, and by the short way where it dares. */
function bothWays(text: string): readonly (readonly unknown[])[] {
  return [false, true].map((onlyValues) =>
    readDocuments(text, { onlyValues }).map(({ raw, value: { value, errors, warnings } }) => ({
      value,
      complaints: [...raw.errors, ...raw.warnings, ...errors, ...warnings],
      digest: isObject(value) ? digestOf(text, raw, value) : undefined,
    })),
  );
}

const wasShort = (text: string): boolean =>
  readDocuments(text, { onlyValues: true }).some(({ raw }) => raw.written !== undefined);

describe('a status that we have written', () => {
  test('is read without the YAML parser, and as the parser reads it', () => {
    const text = spliced(SPEC, 0, STATUS);

    const [long, short] = bothWays(text);

    expect(wasShort(text)).toBe(true);
    expect(short).toEqual(long);
  });

  test('is read so in each document of a file', () => {
    const one = spliced(SPEC, 0, STATUS);
    const text = `${one}---\n${one}`;

    const [long, short] = bothWays(text);

    expect(readDocuments(text, { onlyValues: true }).map(({ raw }) => raw.written?.status)).toEqual([
      STATUS,
      STATUS,
    ]);
    expect(short).toEqual(long);
  });

  test.each([
    ['two', '  name: a\n', 'spec:\n  work: { size: 10 }\n'],
    ['four, as its document does,', '    name: a\n', 'spec:\n    work: { size: 10 }\n'],
  ])('is replaced in place, further in by %s columns', (_what, name, spec) => {
    const text = `kind: ArrayJob\nmetadata:\n${name}${spec}`;
    const once = spliced(text, 0, STATUS);

    const twice = spliced(once, 0, { ...STATUS, phase: 'Failed' });

    expect(wasShort(once)).toBe(true);
    expect(twice).toBe(once.replace('phase: Running', 'phase: Failed'));
    expect(spliced(`${once}\n\n---\n${once}`, 1, undefined)).toBe(`${once}\n\n---\n${text}`);
  });

  test('is replaced as far in as it is where nothing else is nested', () => {
    const text = `kind: ArrayJob\nstatus:\n    phase: Running\n`;

    expect(spliced(text, 0, { phase: 'Failed' })).toBe(text.replace('Running', 'Failed'));
  });

  test.each([
    ['a comment in it', 'status:\n  phase: Running # so far\n'],
    ['a comment behind it', 'status:\n  phase: Running\n# the end\n'],
    ['a text of several lines', 'status:\n  phase: Running\n    on\n'],
    ['a text in single quotes', "status:\n  phase: 'Running'\n"],
    ['an empty key', 'status:\n  null: 1\n'],
    ['a key that is given twice', 'status:\n  phase: Running\n  phase: Failed\n'],
    ['a number with a fraction', 'status:\n  run: 1.5\n'],
    ['a hexadecimal number', 'status:\n  run: 0x1f\n'],
    ['an anchor', 'status:\n  phase: &x Running\n'],
    ['an element further in than the one before', 'status:\n  jobs:\n    - 1\n     - 2\n'],
    ['Windows line breaks', 'status:\r\n  phase: Running\r\n'],
    ['a second status', 'status: {}\nstatus:\n  phase: Running\n'],
    ['another map merged into its document', 'base: &b { status: 1 }\n<<: *b\nstatus:\n  phase: Running\n'],
    ['an unclosed quote before it', 'a: "x\nstatus:\n  phase: Running\n'],
    ['a text block at the left edge around it', undefined],
  ])('is left to the parser with %s', (_what, tail) => {
    const text = tail === undefined ? '--- |\na\nstatus:\n  phase: Running\n' : SPEC + tail;

    const [long, short] = bothWays(text);

    expect(wasShort(text)).toBe(false);
    expect(short).toEqual(long);
  });

  test('is never read otherwise than by the parser, whatever files and statuses are like', () => {
    fc.assert(
      fc.property(styled, status, fc.nat(2), ({ text, positions }, value, pick) => {
        fc.pre(
          readDocuments(text).every(({ raw, value: each }) => raw.errors.length + each.errors.length === 0),
        );
        fc.pre(!/[|>]\+/.test(text) || text.endsWith('\n'));
        const after = spliced(text, positions[pick % positions.length] ?? 0, value as JsonObject);

        const [long, short] = bothWays(after);

        expect(short).toEqual(long);
      }),
      { numRuns },
    );
  });

  test('is never read otherwise than by the parser, whatever becomes of its text', () => {
    const written = spliced(SPEC, 0, STATUS);
    const from = SPEC.indexOf('spec:');
    const piece = fc.constantFrom(
      ...[
        ' ',
        '  ',
        '\n',
        '\n  ',
        '- ',
        ': ',
        ':',
        '#',
        ' #',
        '"',
        "'",
        '{ ',
        ' }',
        '[ ',
        ' ]',
        ', ',
        '&a ',
        '*a',
        '!!str ',
      ],
      ...[
        '1',
        '1.5',
        '0x1',
        '-',
        '1e3',
        '~',
        'null',
        'True',
        'é',
        '\t',
        '\r',
        '\\',
        '\\x41',
        '|',
        '>',
        '? ',
        '%',
        '---\n',
        '...\n',
      ],
      ...['status:\n', '\nstatus:\n  a: b\n', '<<: ', '\u2028', '\ufeff', '_', '__proto__: 1\n', 'a: b\n'],
    );
    const edit = fc.record({ at: fc.nat(written.length - from), gone: fc.nat(3), piece });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce(
          (each, { at, gone, piece: put }) => each.slice(0, from + at) + put + each.slice(from + at + gone),
          written,
        );

        const [long, short] = bothWays(text);

        expect(short).toEqual(long);
      }),
      { numRuns },
    );
  });
});
