import type { CST } from 'yaml';
import type { RawDocument } from './stream.ts';
import { lineBreakOf, lineStart, nextLine } from './text.ts';

/** A map as it is written, and where in it a key stands. Offsets count UTF-16 units of the file's text. */
export interface MapPlace {
  readonly style: 'block' | 'flow';
  /** The pair that is there now, from its key to the last character of its value; undefined when there is none. */
  readonly pair:
    { readonly start: number; readonly end: number; readonly item: CST.CollectionItem } | undefined;
  /** Where a pair would be appended. */
  readonly append: number;
  /** Number of pairs in the map. */
  readonly pairs: number;
  /** Columns before the keys of the map. */
  readonly indent: number;
  /** The white space before the keys: JSON files may use tabs. */
  readonly pad: string;
  /** Columns by which the document indents its next level. */
  readonly step: number;
  readonly lineBreak: '\n' | '\r\n';
  readonly token: CST.BlockMap | CST.FlowCollection;
}

/** The top-level map of a document, and where in it the status stands. */
export interface StatusPlace extends Omit<MapPlace, 'pair'> {
  readonly pair: { readonly start: number; readonly end: number } | undefined;
}

type Item = CST.CollectionItem;

/** Finds where the status of a document stands or would stand; undefined when the document is not a map. */
export function statusPlace(text: string, document: RawDocument): StatusPlace | undefined {
  const place = mapPlace(text, document, document.token, 'status');
  const { end: start, written } = document;
  if (place === undefined || written === undefined) return place;
  return { ...place, pair: { start, end: written.end } };
}

/** Finds where a key of a map stands or would stand; undefined when the token is not a map. */
export function mapPlace(
  text: string,
  document: RawDocument,
  token: CST.Token | null | undefined,
  key: string,
): MapPlace | undefined {
  if (token?.type === 'block-map') return blockPlace(text, document, token, key);
  if (token?.type === 'flow-collection' && token.start.type === 'flow-map-start') {
    return flowPlace(text, document, token, key);
  }
  return undefined;
}

function blockPlace(text: string, document: RawDocument, token: CST.BlockMap, key: string): MapPlace {
  const items = token.items.filter((item) => item.key !== undefined);
  const nested = items.map((item) => item.value).find((value) => value?.type === 'block-map');
  const step = nested?.type === 'block-map' ? nested.indent - token.indent : writtenStep(text, document);
  return {
    style: 'block',
    pair: pairOf(items, key),
    append: endOfContent(text, document, items, token.indent),
    pairs: items.length,
    indent: token.indent,
    pad: ' '.repeat(token.indent),
    step: step > 0 ? step : 2,
    lineBreak: lineBreakOf(text, document.start, document.end),
    token,
  };
}

/** The indentation of a status that was read without the parser, and is the only nested map then. */
function writtenStep(text: string, { end, written }: RawDocument): number {
  return /^status:\n( +)/.exec(text.slice(end, written?.end ?? end))?.[1]?.length ?? 0;
}

function flowPlace(text: string, document: RawDocument, token: CST.FlowCollection, key: string): MapPlace {
  const items = token.items.filter((item) => item.key !== undefined || item.value !== undefined);
  const first = items[0];
  const start = first ? itemStart(first) : token.offset + 1;
  const ownLine = text.slice(lineStart(text, start), start);
  const indent = /^[ \t]*$/.test(ownLine) ? ownLine.length : 0;
  const last = items.at(-1);
  return {
    style: 'flow',
    pair: pairOf(items, key),
    append: last ? itemEnd(last) : token.offset + 1,
    pairs: items.length,
    indent,
    pad: indent > 0 ? ownLine : '',
    step: indent > 0 ? indent : 2,
    lineBreak: lineBreakOf(text, document.start, document.end),
    token,
  };
}

function pairOf(items: readonly Item[], key: string): MapPlace['pair'] {
  const item = items.find((each) => keyText(each.key) === key);
  return item && { start: itemStart(item), end: itemEnd(item), item };
}

/** The text of a key that a token writes, if it is a simple one; a quoted key with escapes is none of ours. */
function keyText(key: CST.Token | null | undefined): string | undefined {
  if (key?.type === 'scalar') return key.source;
  if (key?.type === 'single-quoted-scalar' || key?.type === 'double-quoted-scalar')
    return key.source.slice(1, -1);
  return undefined;
}

const written: readonly string[] = [
  'anchor',
  'tag',
  'explicit-key-ind',
  'map-value-ind',
  'seq-item-ind',
] satisfies readonly CST.SourceToken['type'][];

function itemStart(item: Item): number {
  const prop = item.start.find((each) => written.includes(each.type));
  return prop?.offset ?? item.key?.offset ?? item.sep?.[0]?.offset ?? 0;
}

/** Offset behind the last character of an item that is neither white space nor comment. */
function itemEnd(item: Item): number {
  if (item.value) {
    const end = contentEnd(item.value);
    if (end !== undefined) return end;
  }
  const separator = item.sep?.findLast((each) => written.includes(each.type));
  if (separator) return separator.offset + separator.source.length;
  const key = item.key ? contentEnd(item.key) : undefined;
  if (key !== undefined) return key;
  const prop = item.start.findLast((each) => written.includes(each.type));
  return prop ? prop.offset + prop.source.length : 0;
}

function contentEnd(token: CST.Token): number | undefined {
  switch (token.type) {
    case 'alias':
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return token.offset + token.source.length;
    case 'block-scalar': {
      const props = token.props.reduce((sum, each) => sum + ('source' in each ? each.source.length : 0), 0);
      return token.offset + props + token.source.length;
    }
    case 'flow-collection': {
      const close = token.end.find((each) => each.type === 'flow-map-end' || each.type === 'flow-seq-end');
      return close && close.offset + close.source.length;
    }
    case 'block-map':
    case 'block-seq': {
      const items: readonly Item[] = token.items;
      const last = items.findLast(
        (item) =>
          item.key !== undefined || item.value || item.start.some((each) => written.includes(each.type)),
      );
      return last && itemEnd(last);
    }
    default:
      return undefined;
  }
}

/** Offset behind the closing brace of a map in braces, or behind the last pair of another. */
export function itemsEnd(place: StatusPlace): number {
  return contentEnd(place.token) ?? place.append;
}

/** Behind the line of the last content and the comments indented below it: those belong to the key before, later ones to nobody. */
function endOfContent(text: string, document: RawDocument, items: readonly Item[], indent: number): number {
  const last = items.at(-1);
  const end = last ? itemEnd(last) : document.start;
  const bound = document.contentEnd;
  let append = end > 0 && text[end - 1] === '\n' ? end : Math.min(bound, nextLine(text, end));
  for (let at = append; at < bound;) {
    const next = Math.min(bound, nextLine(text, at));
    const line = text.slice(at, next);
    const lead = line.length - line.trimStart().length;
    if (line.trim() !== '' && !(line.trimStart().startsWith('#') && lead > indent)) break;
    if (line.trim() !== '') append = next;
    at = next;
  }
  return append;
}

/**
 * The document's text without its status, white space evened out: what a splice must leave alone, in a form that is the same
 * before and after a status is first appended or taken away.
 */
export function textBesideStatus(text: string, document: RawDocument, place: StatusPlace): string {
  const start = place.pair?.start ?? place.append;
  const end = place.pair ? Math.min(document.end, pairLineEnd(text, place)) : place.append;
  // Its markers say where it stands in the file, not what it is.
  const before = text.slice(document.start, start).replace(/^\ufeff?\s*---(?=\s|$)/, '');
  const behind = text.slice(end, document.end).replace(/^\.\.\.(?=\s|$)/m, '');
  const beside = `${before.replace(/^\ufeff/, '')} ${behind}`;
  return (place.style === 'flow' ? beside.replace(/[\s,]+/g, ' ') : beside.replace(/\s+/g, ' ')).trim();
}

/** Where the line ends on which a block status ends, before its line break; a comment there goes with the status. */
export function pairLineEnd(text: string, place: StatusPlace): number {
  const end = place.pair?.end ?? place.append;
  if (place.style === 'flow' || (end > 0 && text[end - 1] === '\n')) return end;
  const line = nextLine(text, end);
  const rest = text.slice(end, line);
  return /^[ \t]*(#|\r?\n|$)/.test(rest) ? end + rest.replace(/\r?\n$/, '').length : end;
}
