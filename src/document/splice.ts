import { isAlias, isNode, visit } from 'yaml';
import type { Node } from 'yaml';
import { canonicalText, isObject } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { blockStatus, flowStatus, writable } from './emit.ts';
import { digestOf, readDocuments } from './parse.ts';
import type { ReadDocument } from './parse.ts';
import { pairLineEnd, statusPlace } from './status-place.ts';
import type { StatusPlace } from './status-place.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { decode, encode, lineStart, nextLine } from './text.ts';

/** What a document's status shall be; `undefined` takes it away. `position` is the document's index in the file. */
export interface StatusSplice {
  readonly position: number;
  readonly status: JsonObject | undefined;
}

/** What became of a splice; when it is refused nothing may be written, and `reason` says to a person why. */
export type SpliceResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly changed: boolean }
  | { readonly ok: false; readonly reason: string };

/** A splice of statuses, with the documents that have got another one. */
export type StatusSplices =
  | (Extract<SpliceResult, { ok: true }> & { readonly positions: readonly number[] })
  | Extract<SpliceResult, { ok: false }>;

/** A stretch of a text and what is put in its place. Offsets count UTF-16 units. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Sets the status of documents in a file; outside of the status blocks not one byte changes. A status that already says the
 * same, in whatever style, is left as it is. The result is read again and compared before it is given out. Never throws.
 */
export function spliceStatus(bytes: Uint8Array, edits: readonly StatusSplice[]): StatusSplices {
  const text = decode(bytes);
  if (text === undefined) return refused('the file is not UTF-8 text');
  // Where a status is only replaced, no more need be known of it than where it stands.
  const before = readDocuments(text, { onlyValues: edits.every((each) => each.status !== undefined) });
  const wanted = new Map<number, JsonObject | undefined>();
  const replacements: Replacement[] = [];
  const positions: number[] = [];
  for (const { position, status } of edits) {
    const document = before[position];
    if (wanted.has(position)) return refused(`document ${position} is edited twice`);
    if (!document) return refused(`the file has no document ${position}`);
    const { value } = document.value;
    if (document.raw.errors.length > 0 || !isObject(value)) {
      return refused(`document ${position} is not a map that can be read`);
    }
    const target = status && writable(status);
    wanted.set(position, target);
    if (same(value['status'], target)) continue;
    const place = statusPlace(text, document.raw);
    if (!place) return refused(`document ${position} is not written as a map`);
    const anchor = anchorInUse(document, place);
    if (anchor !== undefined) {
      return refused(
        `the anchor &${anchor} stands in the status and is used outside of it; move it into the spec`,
      );
    }
    positions.push(position);
    replacements.push(target ? put(text, place, target) : taken(text, document, place));
  }
  if (replacements.length === 0) return { ok: true, bytes, changed: false, positions };
  const result = apply(text, replacements);
  const reason = difference(text, before, result, wanted);
  if (reason !== undefined) {
    // A text kept with all its line breaks (`|+`) may end where the file does; there is no place behind it that is not part of it.
    const hint = text.endsWith('\n') ? '' : '; end the file with a line break';
    return refused(reason + hint);
  }
  const after = encode(result);
  if (after.length > MAX_FILE_BYTES) return refused(`the file would have more than ${MAX_FILE_BYTES} bytes`);
  return { ok: true, bytes: after, changed: true, positions };
}

function refused(reason: string): Extract<SpliceResult, { ok: false }> {
  return { ok: false, reason };
}

function same(left: unknown, right: JsonObject | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalText(left as JsonObject) === canonicalText(right);
}

/** Carries out replacements that do not overlap. */
export function apply(text: string, replacements: readonly Replacement[]): string {
  return replacements
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, each) => result.slice(0, each.start) + each.text + result.slice(each.end), text);
}

/** The replacement that gives a document its status. */
function put(text: string, place: StatusPlace, status: JsonObject): Replacement {
  if (place.style === 'flow') return putFlow(text, place, status);
  if (!place.pair) {
    const behindBreak = place.append === 0 || text[place.append - 1] === '\n';
    const block = blockStatus(status, place, '');
    // A file without a final line break keeps having none.
    const insert = behindBreak ? block + place.lineBreak : place.lineBreak + block;
    return { start: place.append, end: place.append, text: insert };
  }
  const start = place.pair.start;
  const end = pairLineEnd(text, place);
  const block = blockStatus(status, place, keyComment(text, place.pair.start, place.pair.end, end));
  const tail = end > 0 && text[end - 1] === '\n' ? place.lineBreak : '';
  return { start, end, text: block.slice(place.indent) + tail };
}

/** The comment on the line of the key, or behind a value of one line: it speaks of the whole status and stays. */
function keyComment(text: string, start: number, end: number, lineEnd: number): string {
  const behind = text.slice(end, lineEnd).trim();
  const first = text.slice(start, Math.min(end, nextLine(text, start)));
  if (!first.includes('\n')) return behind.startsWith('#') ? behind : '';
  return /^(?:\? *)?["']?status["']?[ \t]*:[^\n"'#]*?[ \t](#[^\r\n]*)/.exec(first)?.[1]?.trimEnd() ?? '';
}

function putFlow(text: string, place: StatusPlace, status: JsonObject): Replacement {
  const pair = flowStatus(status, place, keysQuoted(text, place), onOneLine(text, place));
  if (place.pair) return { start: place.pair.start, end: place.pair.end, text: pair };
  return appendFlow(text, place, pair);
}

/** Whether the keys of a map in braces stand in double quotes, as in JSON. */
export function keysQuoted(text: string, place: StatusPlace): boolean {
  const body = text.slice(place.token.offset, closeOf(place));
  return /^\{\s*"/.test(body) || (place.pairs === 0 && !body.includes('#'));
}

function onOneLine(text: string, place: StatusPlace): boolean {
  return !text.slice(place.token.offset, closeOf(place)).includes('\n') || place.indent === 0;
}

/** The replacement that appends a pair to a map in braces. */
export function appendFlow(text: string, place: StatusPlace, pair: string): Replacement {
  const close = closeOf(place);
  const oneLine = onOneLine(text, place);
  const rest = text.slice(place.append, close);
  const comma = /^\s*,/.exec(rest);
  const gap = oneLine ? ' ' : place.lineBreak + place.pad;
  if (place.pairs === 0) return { start: place.append, end: place.append, text: pair };
  if (comma) {
    const at = place.append + comma[0].length;
    if (!rest.includes('#')) return { start: at, end: at, text: `${gap}${pair}` };
  } else if (!rest.includes('#')) {
    return { start: place.append, end: place.append, text: `,${gap}${pair}` };
  }
  // Comments stand between the last pair and the brace; the status goes behind them, its comma before it.
  const at = Math.max(lineStart(text, close), place.append);
  const lead = place.pad;
  const insert = `${lead}${comma ? '' : ', '}${pair}${place.lineBreak}`;
  return { start: at, end: at, text: insert };
}

function closeOf(place: StatusPlace): number {
  const token = place.token;
  if (token.type !== 'flow-collection') return token.offset;
  return token.end.find((each) => each.type === 'flow-map-end')?.offset ?? token.offset;
}

/** The replacement that takes a document's status away, with its lines or its comma. */
function taken(text: string, document: ReadDocument, place: StatusPlace): Replacement {
  const pair = place.pair ?? { start: place.append, end: place.append };
  if (place.style === 'flow') {
    const behind = /^\s*,/.exec(text.slice(pair.end));
    const before = /,\s*$/.exec(text.slice(place.token.offset, pair.start));
    if (before) return { start: pair.start - before[0].length, end: pair.end, text: '' };
    return { start: pair.start, end: pair.end + (behind?.[0].length ?? 0), text: '' };
  }
  const end = pairLineEnd(text, place);
  const next = end > 0 && text[end - 1] === '\n' ? end : Math.min(document.raw.end, nextLine(text, end));
  const start = lineStart(text, pair.start);
  const lead = text.slice(start, pair.start);
  if (lead.trim() !== '') return { start: pair.start, end, text: '' };
  if (text[next - 1] === '\n') return { start, end: next, text: '' };
  // The last line of a file without a final line break: the break before it goes instead.
  const breakBefore = /\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - breakBefore, end: next, text: '' };
}

/** The name of an anchor that stands in the status and is used behind it. */
function anchorInUse(document: ReadDocument, place: StatusPlace): string | undefined {
  const pair = place.pair;
  if (!pair || !document.raw.node) return undefined;
  const inside = (node: Node): boolean => {
    const at = node.range?.[0] ?? -1;
    return at >= pair.start && at < pair.end;
  };
  const anchors = new Map<string, boolean>();
  let found: string | undefined;
  visit(document.raw.node, (_key, node) => {
    if (!isNode(node) || found !== undefined) return;
    if (isAlias(node)) {
      if (!inside(node) && anchors.get(node.source) === true) found = node.source;
    } else if (node.anchor !== undefined) anchors.set(node.anchor, inside(node));
  });
  return found;
}

/** Why the spliced text is not what was asked for; undefined when it is. */
function difference(
  text: string,
  before: readonly ReadDocument[],
  result: string,
  wanted: ReadonlyMap<number, JsonObject | undefined>,
): string | undefined {
  const after = readDocuments(result);
  if (after.length !== before.length) return 'the file would not keep its number of documents';
  for (const [position, old] of before.entries()) {
    const now = after[position];
    const oldErrors = old.raw.errors.length + old.value.errors.length;
    if (!now || now.raw.errors.length + now.value.errors.length !== oldErrors) {
      return `document ${position} would not be read as before`;
    }
    const oldValue = old.value.value;
    const newValue = now.value.value;
    if (!isObject(oldValue) || !isObject(newValue)) {
      const unchanged = text.slice(old.raw.start, old.raw.end) === result.slice(now.raw.start, now.raw.end);
      if (wanted.has(position) || !unchanged) return `document ${position} would not be read as before`;
      continue;
    }
    const status = wanted.has(position)
      ? wanted.get(position)
      : (oldValue['status'] as JsonObject | undefined);
    if (!same(newValue['status'], status))
      return `document ${position} would not have the status that it should`;
    if (digestOf(text, old.raw, oldValue) !== digestOf(result, now.raw, newValue)) {
      return `document ${position} would change outside of its status`;
    }
  }
  return undefined;
}
