import { canonicalText, isObject } from '../core/json.ts';
import { readDocuments } from './parse.ts';
import type { ReadDocument } from './parse.ts';
import { itemsEnd, statusPlace } from './status-place.ts';
import { decode, encode, nextLine } from './text.ts';

/** What is left of a file; `undefined` when nothing is, so that the file itself should go. */
export type RemoveResult =
  | { readonly ok: true; readonly bytes: Uint8Array | undefined }
  | { readonly ok: false; readonly reason: string };

/**
 * Takes documents out of a file. All others keep their bytes, and so do a header that stands apart from the first document
 * and comments that stand between documents, for they may be about what stays. Never throws.
 */
export function removeDocuments(bytes: Uint8Array, positions: readonly number[]): RemoveResult {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, reason: 'the file is not UTF-8 text' };
  const before = readDocuments(text);
  const going = new Set(positions);
  for (const position of going) {
    const document = before[position];
    if (!document || document.raw.errors.length > 0 || !isObject(document.value.value)) {
      return { ok: false, reason: `document ${position} is not a map that can be read` };
    }
  }
  const staying = before.filter((each, i) => !going.has(i) && !isEmptyDocument(each));
  if (staying.length === 0) return { ok: true, bytes: undefined };
  let result = text;
  for (const position of [...going].sort((a, b) => b - a)) {
    const { start, end, left } = cutOf(text, before[position]!);
    result = result.slice(0, start) + left + result.slice(end);
  }
  const after = readDocuments(result).filter((each) => !isEmptyDocument(each));
  const same =
    after.length === staying.length &&
    after.every(({ raw, value }, i) => {
      const old = staying[i]!;
      const errors = old.raw.errors.length + old.value.errors.length;
      return (
        raw.errors.length + value.errors.length === errors &&
        canonicalText(value.value ?? null) === canonicalText(old.value.value ?? null)
      );
    });
  if (!same) {
    const reason = 'the other documents of the file would not be read as before; remove it by hand';
    return { ok: false, reason };
  }
  return { ok: true, bytes: encode(result) };
}

function isEmptyDocument({ raw, value }: ReadDocument): boolean {
  return raw.errors.length === 0 && (value.value ?? null) === null;
}

/** The stretch of a document, and the comments in it that stay. */
function cutOf(
  text: string,
  document: ReadDocument,
): { readonly start: number; readonly end: number; readonly left: string } {
  const { raw } = document;
  const start = raw.start + headerLength(text.slice(raw.start, raw.end));
  const place = statusPlace(text, raw);
  const behind = place ? (place.style === 'block' ? place.append : nextLine(text, itemsEnd(place))) : raw.end;
  const tail = text.slice(Math.min(behind, raw.contentEnd), raw.contentEnd);
  const comments = /#/.test(tail) ? tail.replace(/^(?:[ \t]*\r?\n)+/, '') : '';
  return { start, end: raw.end, left: comments };
}

/** Characters at the beginning of a document's text that are not about it: a byte order mark, and a header that stands apart. */
function headerLength(text: string): number {
  const lines = text.split(/(?<=\n)/);
  let length = 0;
  let header = text.startsWith('\ufeff') ? 1 : 0;
  for (const line of lines) {
    const plain = line.replace(/^\ufeff/, '').trim();
    // Directives are the document's own. Above a marker everything else is a header; without one, what an empty line sets apart.
    if (plain.startsWith('%') || /^---(\s|$)/.test(plain)) return Math.max(header, length);
    if (plain !== '' && !plain.startsWith('#')) return header;
    length += line.length;
    if (plain === '') header = length;
  }
  return header;
}
