import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { parseFile, spliceStatus } from '../../src/document/index.ts';
import { bytesOf, specsOf, spliced, statusOf, textOf } from './laws.ts';
import { status, styled } from './styles.ts';

const numRuns = Number(process.env['ARRAYJOB_RUNS'] ?? 1000);
/** A kept text block (`|+`) that ends with a file without a last line break: there is no place behind it. */
const endless = (text: string): boolean => /[|>]\+/.test(text) && !text.endsWith('\n');

const expected = (value: JsonObject): unknown =>
  JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === 'string' ? each.replace(/\p{Surrogate}/gu, '\ufffd') : each,
  );

describe('splicing status into files of any style', () => {
  test('sets the status and leaves every value and comment beside it', () => {
    fc.assert(
      fc.property(styled, status, fc.nat(2), ({ text, positions }, value, pick) => {
        const before = parseFile('x.yaml', bytesOf(text));
        fc.pre(!before.broken && !endless(text));
        const position = positions[pick % positions.length] ?? 0;

        const after = spliced(text, position, value as JsonObject);

        expect(statusOf(after, position)).toEqual(expected(value as JsonObject));
        expect(specsOf(after)).toEqual(specsOf(text));
        const digests = parseFile('x.yaml', bytesOf(after)).documents.map((each) => each.specDigest);
        expect(digests).toEqual(before.documents.map((each) => each.specDigest));
        expect(spliced(after, position, value as JsonObject)).toBe(after);
      }),
      { numRuns },
    );
  });

  test('replacing a status touches nothing but the lines of the status', () => {
    fc.assert(
      fc.property(styled, status, status, fc.nat(2), ({ text, positions }, first, second, pick) => {
        fc.pre(!parseFile('x.yaml', bytesOf(text)).broken && !endless(text));
        const position = positions[pick % positions.length] ?? 0;

        const one = spliced(text, position, { marker: 1, ...first });
        const two = spliced(one, position, { marker: 2, ...second });

        expect(spliced(two, position, { marker: 1, ...first })).toBe(one);
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test('taking an appended status away gives back the file byte for byte', () => {
    fc.assert(
      fc.property(styled, status, fc.nat(2), ({ text, positions }, value, pick) => {
        fc.pre(!parseFile('x.yaml', bytesOf(text)).broken && !endless(text));
        const position = positions[pick % positions.length] ?? 0;
        fc.pre(statusOf(text, position) === undefined);

        const after = spliced(text, position, value as JsonObject);

        expect(spliced(after, position, undefined)).toBe(text);
      }),
      { numRuns: numRuns / 2 },
    );
  });

  test('all documents at once are the same as one after the other', () => {
    fc.assert(
      fc.property(styled, status, ({ text, positions }, value) => {
        fc.pre(!parseFile('x.yaml', bytesOf(text)).broken && !endless(text));
        const edits = positions.map((position) => ({ position, status: value as JsonObject }));

        const together = spliceStatus(bytesOf(text), edits);

        const single = positions.reduce(
          (result, position) => spliced(result, position, value as JsonObject),
          text,
        );
        expect(together.ok && textOf(together.bytes)).toBe(single);
      }),
      { numRuns: numRuns / 4 },
    );
  });

  test('no text whatever makes the reader throw', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            'a: ',
            '- ',
            '[',
            '{',
            '}',
            ']',
            '"',
            "'",
            '|',
            '\n',
            '\n  ',
            '---',
            '...',
            '&x ',
            '*x',
            '<<: ',
            ',',
            '#',
            '?',
            '%YAML 1.1\n',
            '\t',
            '\r\n',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseFile('x.yaml', bytesOf(text));

        for (const each of parsed.documents)
          spliceStatus(parsed.bytes, [{ position: each.position, status: { a: 1 } }]);
        for (const each of parsed.findings) expect(each.place.line).toBeGreaterThan(0);
      }),
      { numRuns },
    );
  });
});
