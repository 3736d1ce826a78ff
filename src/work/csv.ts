import { CsvError, parse, type Parser } from 'csv-parse';
import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Json } from '../core/json.ts';
import { invalidLine, withoutBom } from './bytes.ts';
import { failureOf } from './failure.ts';
import { ITEM_CHARACTERS_MAX } from './limits.ts';

const PAGE_ITEMS = 1000;

interface Row {
  readonly record: readonly string[];
  /** `lines`: those up to the end of the record. */
  readonly info: { readonly lines: number };
}

/**
 * Items of a `.csv` file (RFC 4180): the first row names the columns, each other row is a record of texts. Blank lines
 * are skipped. A row with more or fewer fields than the header, and a column without a name or with one used twice, are
 * refused with their line.
 */
export async function* readCsv(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Json[]> {
  const rows = parse({
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: ITEM_CHARACTERS_MAX,
  });
  const feeding = pipeline(Readable.from(decoded(file, withoutBom(bytes))), rows).catch(
    (error: unknown) => error,
  );
  let header: readonly string[] | undefined;
  let page: Json[] = [];
  try {
    for await (const { record, info } of rows as Parser & AsyncIterable<Row>) {
      if (header === undefined) {
        header = checkedHeader(file, info.lines, record);
        continue;
      }
      if (record.length !== header.length) {
        const what = `this row has ${count(record.length, 'field')}, the header has ${header.length}`;
        throw invalidLine(
          file,
          info.lines,
          what,
          'add or take out fields; put fields that hold a comma in quotes',
        );
      }
      page.push(Object.fromEntries(header.map((name, at) => [name, record[at]!])));
      if (page.length < PAGE_ITEMS) continue;
      yield page;
      page = [];
    }
  } catch (error) {
    throw csvFailure(file, error);
  } finally {
    rows.destroy();
    await feeding;
  }
  if (header === undefined)
    throw invalidLine(file, 1, 'there is no header row', 'name the columns in the first row');
  if (page.length > 0) yield page;
}

/** The parser would replace what is not UTF-8 and go on. */
async function* decoded(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  const decode = (part?: Uint8Array): string => {
    try {
      return part === undefined ? utf8.decode() : utf8.decode(part, { stream: true });
    } catch {
      const at = line + badLineOf(part ?? new Uint8Array());
      throw invalidLine(file, at, 'this is not UTF-8 text', 'save the file as UTF-8');
    }
  };
  for await (const part of bytes) {
    const text = decode(part);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line += 1;
    yield text;
  }
  yield decode();
}

/** How many lines into a part the first one is that is not UTF-8; 0 when it is the one that an earlier part began. */
function badLineOf(part: Uint8Array): number {
  const lines = Buffer.from(part).toString('latin1').split('\n');
  const bad = lines.findIndex((each, at) => at > 0 && !isUtf8(Buffer.from(each, 'latin1')));
  return Math.max(0, bad);
}

function checkedHeader(file: string, line: number, names: readonly string[]): readonly string[] {
  const unnamed = names.findIndex((name) => name.trim() === '');
  if (unnamed !== -1) {
    throw invalidLine(file, line, `column ${unnamed + 1} has no name`, 'name every column in the header');
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw invalidLine(
      file,
      line,
      `two columns are named ${JSON.stringify(twice)}`,
      'give every column a name of its own',
    );
  }
  return names;
}

function csvFailure(file: string, error: unknown): unknown {
  if (failureOf(error) !== undefined || !(error instanceof CsvError)) return error;
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return invalidLine(
      file,
      line,
      'a row does not end',
      'close the quotes of its fields, or make the row shorter',
    );
  }
  const what = error.message.replace(/ at line \d+.*$/, '').replace(/, got .*$/, '');
  return invalidLine(
    file,
    line,
    what,
    'put fields with quotes, commas or line ends in quotes, and double the quotes inside',
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
