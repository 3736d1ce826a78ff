import type { Json } from '../core/json.ts';
import { canonicalText } from '../core/json.ts';
import { invalidLine, textOf, withoutBom } from './bytes.ts';
import { ITEM_CHARACTERS_MAX } from './limits.ts';

const PAGE_ITEMS = 1000;
const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = [0x5b, 0x7b];
const CLOSE = [0x5d, 0x7d];
const BLANK = [0x20, 0x09, 0x0a, 0x0d];

/** Items of a `.jsonl` file: one JSON value a line, blank lines skipped, either line ending. */
export async function* readJsonLines(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Json[]> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  let line = 1;
  let page: Json[] = [];
  const take = (raw: Uint8Array): void => {
    const text = textOf(file, line, raw).trim();
    if (text !== '') page.push(parseItem(file, line, text));
    line += 1;
  };
  for await (const part of withoutBom(bytes)) {
    let from = 0;
    for (let end = part.indexOf(LF); end !== -1; end = part.indexOf(LF, from)) {
      take(from === 0 ? Buffer.concat([...rest, part.subarray(0, end)]) : part.subarray(from, end));
      rest = [];
      restLength = 0;
      from = end + 1;
      if (page.length >= PAGE_ITEMS) {
        yield page;
        page = [];
      }
    }
    rest.push(part.subarray(from));
    restLength += part.length - from;
    if (restLength > 4 * ITEM_CHARACTERS_MAX) throw tooLong(file, line);
  }
  take(Buffer.concat(rest));
  if (page.length > 0) yield page;
}

/**
 * Items of a `.json` file: the elements of one array. The file is cut at the commas of the outermost array, so that
 * only one element at a time is parsed; strings and depth are followed byte by byte, as all of JSON's marks are ASCII.
 */
export async function* readJsonArray(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Json[]> {
  let line = 1;
  let startLine = 1;
  let depth = 0;
  let closed = false;
  let inText = false;
  let escaped = false;
  let count = 0;
  let held: Uint8Array[] = [];
  let heldLength = 0;
  /** Something of the item has been seen, not only blanks. */
  let begun = false;
  let page: Json[] = [];

  const hold = (part: Uint8Array): void => {
    heldLength += part.length;
    if (heldLength > 4 * ITEM_CHARACTERS_MAX) throw tooLong(file, startLine);
    if (part.length > 0) held.push(part);
  };
  const take = (last: boolean): void => {
    const text = textOf(file, startLine, Buffer.concat(held)).trim();
    held = [];
    heldLength = 0;
    begun = false;
    if (text === '' && last && count === 0) return;
    if (text === '') throw invalidLine(file, line, 'an item is missing', 'take out the comma too many');
    page.push(parseItem(file, startLine, text));
    count += 1;
  };

  for await (const part of withoutBom(bytes)) {
    let from = 0;
    for (let at = 0; at < part.length; at++) {
      const byte = part[at]!;
      if (byte === LF) line += 1;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (BLANK.includes(byte)) continue;
      if (closed) throw invalidLine(file, line, 'something follows the array', 'keep one array in the file');
      if (depth === 0) {
        if (byte !== OPEN[0]) throw notAnArray(file, line);
        depth = 1;
        from = at + 1;
        startLine = line;
        continue;
      }
      if (depth === 1 && (byte === COMMA || byte === CLOSE[0])) {
        hold(part.subarray(from, at));
        take(byte === CLOSE[0]);
        from = at + 1;
        startLine = line;
        if (byte === CLOSE[0]) {
          depth = 0;
          closed = true;
        }
        if (page.length >= PAGE_ITEMS) {
          yield page;
          page = [];
        }
        continue;
      }
      // An error of the item is told with the line where it begins, not where the comma before it stands.
      if (!begun) startLine = line;
      begun = true;
      if (byte === QUOTE) inText = true;
      else if (OPEN.includes(byte)) depth += 1;
      else if (CLOSE.includes(byte)) depth = Math.max(1, depth - 1);
    }
    if (depth > 0) hold(part.subarray(from));
  }
  if (!closed && depth === 0) throw notAnArray(file, line);
  if (!closed)
    throw invalidLine(file, line, 'the array is not closed', 'write the whole file, up to its "]"');
  if (page.length > 0) yield page;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether JavaScript would take a number for another one: a whole one is rounded, one beyond all bounds becomes null. */
function isLost(token: string): boolean {
  if (token.startsWith('"')) return false;
  return /^-?\d+$/.test(token) ? !Number.isSafeInteger(Number(token)) : !Number.isFinite(Number(token));
}

/** One item. Numbers that would not be kept are refused: two ids could become one, unnoticed. */
function parseItem(file: string, line: number, text: string): Json {
  if (text.length > ITEM_CHARACTERS_MAX) throw tooLong(file, line);
  const rounded = /\d{16}|[eE]\+?\d{3}/.test(text) ? text.match(TOKENS)?.find(isLost) : undefined;
  if (rounded !== undefined) {
    throw invalidLine(
      file,
      line,
      `${rounded.slice(0, 40)} is too large a number to keep exactly`,
      'write it as text, in quotes',
    );
  }
  try {
    const item = JSON.parse(text) as Json;
    // Nested too deeply to be compared: found here, where the line is known.
    canonicalText(item);
    return item;
  } catch (error) {
    const said = error instanceof RangeError ? 'nested too deeply' : (error as Error).message;
    throw invalidLine(file, line, `this is not JSON: ${said.slice(0, 200)}`, 'correct the line');
  }
}

function tooLong(file: string, line: number): Error {
  const what = `the item takes more than ${ITEM_CHARACTERS_MAX.toLocaleString('en')} characters`;
  return invalidLine(file, line, what, 'let the item name its data instead of holding it');
}

function notAnArray(file: string, line: number): Error {
  return invalidLine(
    file,
    line,
    'the file does not hold a JSON array',
    'begin with "[", or name the file .jsonl if it has one value a line',
  );
}
