import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { createLife, fileOf, indexes } from './harness.ts';

interface Good {
  readonly sentence: string;
  readonly file: string;
  readonly content: string;
  readonly items: readonly Json[];
}

const good: readonly Good[] = [
  {
    sentence: 'a .json array',
    file: 'a.json',
    content: '[1, "two", {"three": [3]}]\n',
    items: [1, 'two', { three: [3] }],
  },
  { sentence: 'an empty array', file: 'a.json', content: ' [ ] ', items: [] },
  {
    sentence: 'marks of JSON inside texts',
    file: 'a.json',
    content: '["a,]}\\"[", {"k": "}]"}]',
    items: ['a,]}"[', { k: '}]' }],
  },
  { sentence: 'a byte order mark before JSON', file: 'a.json', content: '\ufeff["ä"]', items: ['ä'] },
  {
    sentence: 'JSON lines with blank lines, CRLF and no last line end',
    file: 'a.jsonl',
    content: '{"a":1}\r\n\r\n  \n"é"',
    items: [{ a: 1 }, 'é'],
  },
  { sentence: 'an empty .jsonl', file: 'a.jsonl', content: '', items: [] },
  {
    sentence: 'a byte order mark before JSON lines',
    file: 'a.jsonl',
    content: '\ufeff1\n2\n',
    items: [1, 2],
  },
  {
    sentence: 'a large number as text',
    file: 'a.jsonl',
    content: '"12345678901234567890"\n',
    items: ['12345678901234567890'],
  },
  {
    sentence: 'CSV records of texts',
    file: 'a.csv',
    content: 'id,name\n1,x\n2,y\n',
    items: [
      { id: '1', name: 'x' },
      { id: '2', name: 'y' },
    ],
  },
  {
    sentence: 'CSV with quotes, commas and line ends in fields',
    file: 'a.csv',
    content: 'a,b\r\n"x, ""y""","1\n2"\r\n',
    items: [{ a: 'x, "y"', b: '1\n2' }],
  },
  {
    sentence: 'CSV with a byte order mark and blank lines',
    file: 'a.CSV',
    content: '\ufeffa\n\n1\n\n2\n',
    items: [{ a: '1' }, { a: '2' }],
  },
  { sentence: 'CSV with empty fields', file: 'a.csv', content: 'a,b\n,\n', items: [{ a: '', b: '' }] },
  { sentence: 'CSV with nothing but a header', file: 'a.csv', content: 'a,b\n', items: [] },
  {
    sentence: 'a column named like a trap of JavaScript',
    file: 'a.csv',
    content: '__proto__,constructor\n1,2\n',
    items: [JSON.parse('{"__proto__":"1","constructor":"2"}') as Json],
  },
];

interface Bad {
  readonly sentence: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly line: number;
  readonly says: RegExp;
}

const bad: readonly Bad[] = [
  {
    sentence: 'an object where an array is needed',
    file: 'a.json',
    content: '\n{"a": 1}',
    line: 2,
    says: /array/,
  },
  { sentence: 'an empty .json', file: 'a.json', content: '', line: 1, says: /array/ },
  { sentence: 'an array that is not closed', file: 'a.json', content: '[1,\n2', line: 2, says: /not closed/ },
  { sentence: 'a comma too many', file: 'a.json', content: '[1,\n2,\n]', line: 3, says: /missing/ },
  { sentence: 'something after the array', file: 'a.json', content: '[1]\n[2]', line: 2, says: /follows/ },
  {
    sentence: 'an element that is not JSON',
    file: 'a.json',
    content: '[1,\n\n{a: 2},\n3]',
    line: 3,
    says: /not JSON/,
  },
  {
    sentence: 'a line that is not JSON',
    file: 'a.jsonl',
    content: '1\n\n{oops}\n',
    line: 3,
    says: /not JSON/,
  },
  {
    sentence: 'a number that would be rounded',
    file: 'a.jsonl',
    content: '1\n{"id": 12345678901234567890}\n',
    line: 2,
    says: /12345678901234567890/,
  },
  {
    sentence: 'a number beyond all bounds',
    file: 'a.json',
    content: '["1e999", 1e300,\n {"id": 1e999}]',
    line: 2,
    says: /1e999 is too large/,
  },
  {
    sentence: 'a line nested without end',
    file: 'a.jsonl',
    content: '1\n' + '['.repeat(50_000) + ']'.repeat(50_000),
    line: 2,
    says: /deep|JSON/,
  },
  {
    sentence: 'a line that is not UTF-8',
    file: 'a.jsonl',
    content: Buffer.from([0x31, 0x0a, 0x22, 0xff, 0x22]),
    line: 2,
    says: /UTF-8/,
  },
  {
    sentence: 'a row with a field too many',
    file: 'a.csv',
    content: 'a,b\n1,2\n\n1,2,3\n',
    line: 4,
    says: /3 fields.*2/,
  },
  {
    sentence: 'a row with a field too few',
    file: 'a.csv',
    content: 'a,b\n1\n',
    line: 2,
    says: /1 field,.*2/,
  },
  {
    sentence: 'two columns of one name',
    file: 'a.csv',
    content: 'a,b,a\n1,2,3\n',
    line: 1,
    says: /two columns/,
  },
  { sentence: 'a column without a name', file: 'a.csv', content: 'a,,c\n1,2,3\n', line: 1, says: /column 2/ },
  { sentence: 'quotes that do not close', file: 'a.csv', content: 'a\n1\n"2\n', line: 3, says: /[Qq]uote/ },
  {
    sentence: 'quotes in the middle of a field',
    file: 'a.csv',
    content: 'a\n1\nx"y"\n',
    line: 3,
    says: /[Qq]uote/,
  },
  { sentence: 'a CSV without a header', file: 'a.csv', content: '\n\n', line: 1, says: /header/ },
  {
    sentence: 'CSV that is not UTF-8',
    file: 'a.csv',
    content: Buffer.from([0x61, 0x0a, 0xff, 0x0a]),
    line: 2,
    says: /UTF-8/,
  },
];

describe('a file of items', () => {
  test.each(good)('can hold $sentence', async ({ file, content, items }) => {
    const life = createLife();
    life.files.set(file, content);

    const result = await life.resolve(fileOf(file));

    expect(await life.items(indexes(result.live))).toEqual(items);
  });

  test.each(bad)('is refused with its line for $sentence', async ({ file, content, line, says }) => {
    const life = createLife();
    life.files.set(file, content);

    const result = await life.look(fileOf(file));

    expect(result).toMatchObject({
      kind: 'failed',
      class: 'terminal',
      reason: 'ItemsFileInvalid',
      message: expect.stringMatching(says) as string,
      place: { file, line },
    });
  });

  test('that is missing, or of another kind, is told with what to do', async () => {
    const life = createLife();

    const results = [await life.look(fileOf('no.csv')), await life.look(fileOf('items.xml'))];

    expect(results).toMatchObject([{ reason: 'ItemsFileMissing' }, { reason: 'ItemsFileInvalid' }]);
  });

  test('that changes gives new items; the others stand', async () => {
    const life = createLife();
    life.files.set('a.jsonl', '1\n2\n');
    await life.resolve(fileOf('a.jsonl'));
    life.files.set('a.jsonl', '0\n2\n1\n');

    const result = await life.resolve(fileOf('a.jsonl'));

    expect(indexes(result.added)).toEqual([2]);
    expect(indexes(result.live)).toEqual([0, 1, 2]);
  });

  test('with an endless row or item is refused before it fills the memory', async () => {
    const life = createLife();
    life.files.set('a.csv', `a\n"${'x'.repeat(2_000_000)}`);
    life.files.set('a.jsonl', `"${'x'.repeat(2_000_000)}"`);

    const results = [await life.look(fileOf('a.csv')), await life.look(fileOf('a.jsonl'))];

    expect(results).toMatchObject([{ reason: 'ItemsFileInvalid' }, { reason: 'ItemsFileInvalid' }]);
  });
});
