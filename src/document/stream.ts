import { Composer, isMap, isScalar, Lexer, Parser, visit } from 'yaml';
import type { CST, Document, ParsedNode } from 'yaml';
import type { JsonObject } from '../core/json.ts';
import { MAX_NESTING, MAX_TOKENS } from './limits.ts';
import { writtenStatus } from './written-status.ts';

/** What a parser said about a stretch of a document. */
export interface Complaint {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
}

/** One YAML document of a file, before its values are looked at. Offsets count UTF-16 units of the file's text. */
export interface RawDocument {
  /** Where the document's text begins, with the comments and directives before it. */
  readonly start: number;
  /** Where the next document's text begins, or the file ends. */
  readonly end: number;
  /** Where its content ends: at the `...` line that closes it, else at `end`. */
  readonly contentEnd: number;
  readonly node: ParsedNode | null;
  readonly token: CST.Token | undefined;
  /** `1.1` or `1.2`; the scalars' meaning depends on it. */
  readonly version: string;
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Complaint[];
  /** The status that stands from `end` to this `end`, where it was read without the parser. */
  readonly written?: { readonly status: JsonObject; readonly end: number };
}

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly contentEnd: number;
}

const TOO_DEEP = 'TOO_DEEP';
const TOO_LONG = 'TOO_LONG';

/**
 * Reads every document of a text, the broken ones with their errors; never throws.
 *
 * The text is cut at its marker lines before it is parsed. The YAML specification forbids `---` and `...` at the start of a
 * line inside any scalar (its rule `c-forbidden`), so the cut is always right; and an unclosed quote or bracket
 * in one document then cannot swallow those behind it.
 *
 * With `onlyValues`, a status that we wrote ourselves is not parsed: its document ends before it.
 */
export function readStream(
  text: string,
  { onlyValues = false }: { readonly onlyValues?: boolean } = {},
): readonly RawDocument[] {
  const composer = new Composer({
    keepSourceTokens: true,
    prettyErrors: false,
    // Checked while values are made: the parser's own check compares each key with every other.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const budget = { tokens: MAX_TOKENS };
  const stackTraceLimit = Error.stackTraceLimit;
  // A broken file can hold an error at every character; their stacks would take the memory, and nobody reads them.
  Error.stackTraceLimit = 0;
  try {
    const result: RawDocument[] = [];
    for (const segment of segments(text)) {
      const beside = onlyValues ? readBesideStatus(composer, text, segment, budget) : undefined;
      for (const each of beside ?? readSegment(composer, text, segment, budget)) result.push(each);
      if (budget.tokens < 0) break;
    }
    return result;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Cuts a text at its document markers; comments and directives go with the document that they precede. */
function segments(text: string): readonly Segment[] {
  const result: Segment[] = [];
  const marker = /^(?:\ufeff)?(---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  let start = 0;
  let preludeOnly = true;
  let scanned = 0;
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    const at = match.index + (match[0].length - 3);
    preludeOnly &&= isPrelude(text.slice(scanned, at));
    if (match[1] === '...') {
      const newline = text.indexOf('\n', at);
      const end = newline === -1 ? text.length : newline + 1;
      result.push({ start, end, contentEnd: at });
      start = end;
      preludeOnly = true;
      scanned = end;
      marker.lastIndex = Math.max(marker.lastIndex, end);
      continue;
    }
    if (!preludeOnly) {
      result.push({ start, end: at, contentEnd: at });
      start = at;
    }
    preludeOnly = false;
    scanned = at + 3;
  }
  if (start < text.length || result.length === 0) {
    result.push({ start, end: text.length, contentEnd: text.length });
  }
  return result;
}

function isPrelude(text: string): boolean {
  return text.split('\n').every((line) => /^\ufeff?\s*(#|$)|^\ufeff?%/.test(line));
}

/** The document of a segment without the status that we wrote at its end; undefined unless that is just what it is. */
function readBesideStatus(
  composer: Composer,
  text: string,
  { start, end, contentEnd }: Segment,
  budget: { tokens: number },
): readonly RawDocument[] | undefined {
  // A status is counted as if each of its characters were a token.
  if (contentEnd !== end || end - start > budget.tokens) return undefined;
  const written = writtenStatus(text.slice(start, end));
  if (written === undefined) return undefined;
  const behind = start + written.start;
  const left = budget.tokens;
  const [document, ...more] = readSegment(composer, text, { start, end: behind, contentEnd: behind }, budget);
  if (document !== undefined && more.length === 0 && takesStatus(document)) {
    return [{ ...document, written: { status: written.value, end: start + written.end } }];
  }
  budget.tokens = left;
  return undefined;
}

/** Whether a line `status:` behind a document can only be one more key of its map. */
function takesStatus({ node, token, version, errors, warnings }: RawDocument): boolean {
  return (
    errors.length + warnings.length === 0 &&
    version === '1.2' &&
    token?.type === 'block-map' &&
    token.indent === 0 &&
    isMap(node) &&
    node.items.every(({ key }) => isScalar(key) && key.value !== 'status' && key.value !== '<<')
  );
}

/** The documents of a segment: one, or none if it holds only comments. */
function readSegment(
  composer: Composer,
  text: string,
  segment: Segment,
  budget: { tokens: number },
): readonly RawDocument[] {
  const source = text.slice(segment.start, segment.end);
  const documents: { readonly document: Document.Parsed; readonly token: CST.Token | undefined }[] = [];
  const tokens: (CST.Token | undefined)[] = [];
  const keep = (composed: Iterable<Document.Parsed>): void => {
    for (const document of composed) documents.push({ document, token: tokens[documents.length] });
  };
  try {
    const parser = new Parser();
    parser.offset = segment.start;
    const feed = (token: CST.Token): void => {
      if (token.type === 'document') tokens.push(token.value);
      keep(composer.next(token));
    };
    for (const lexeme of new Lexer().lex(source)) {
      if (--budget.tokens < 0) {
        keep(composer.end());
        const message = `The file has more than ${MAX_TOKENS} words and marks; what stands behind is not read`;
        return [broken(segment, parser.offset, TOO_LONG, message)];
      }
      for (const token of parser.next(lexeme)) feed(token);
      if (parser.stack.length > MAX_NESTING) {
        keep(composer.end());
        return [broken(segment, parser.offset, TOO_DEEP, `Nested more than ${MAX_NESTING} levels deep`)];
      }
    }
    for (const token of parser.end()) feed(token);
    keep(composer.end());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What is left of this document must not be taken for the beginning of the next.
    Array.from(composer.end());
    return [broken(segment, segment.start, 'IMPOSSIBLE', reason)];
  }
  return documents.map(({ document, token }) => ({
    ...segment,
    node: document.contents,
    token,
    version: document.directives.yaml.version,
    errors: document.errors.map((each) => unclosed(document, complaint(each))),
    warnings: document.warnings.map(complaint),
  }));
}

function complaint(error: {
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
}): Complaint {
  return { code: error.code, offset: error.pos[0], message: error.message };
}

/** An unclosed quote is noticed where the document ends; what a person looks for is where it was opened. */
function unclosed(document: Document.Parsed, told: Complaint): Complaint {
  if (!/^Missing closing ["']quote/.test(told.message)) return told;
  let opened: number | undefined;
  visit(document, {
    Scalar: (_key, node) => {
      const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (quoted && node.range?.[1] === told.offset) opened = node.range[0];
    },
  });
  return opened === undefined
    ? told
    : { ...told, offset: opened, message: 'The quote that is opened here is never closed' };
}

function broken(segment: Segment, offset: number, code: string, message: string): RawDocument {
  return {
    ...segment,
    node: null,
    token: undefined,
    version: '1.2',
    errors: [{ code, offset, message }],
    warnings: [],
  };
}
