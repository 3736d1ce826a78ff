import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../src/core/json.ts';
import { parseFile, type ParsedFile } from '../../src/document/index.ts';
import type { WriteResult } from '../../src/source/index.ts';
import { applyEdits } from '../../src/source/status-edits.ts';
import type { Format } from './source-seam.ts';

const parsedText = (file: string, text: string): ParsedFile => parseFile(file, encoder.encode(text));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Files as the product reads and writes them. */
export const asWritten: Format = {
  parse: parsedText,
  edit(file, text, edits) {
    const { bytes, results } = applyEdits(file, encoder.encode(text), edits);
    return { text: bytes === undefined ? undefined : decoder.decode(bytes), results };
  },
};

const STATUS = '\nstatus: ';
const REMEMBERED = 2_000;
const remembered = new Map<string, ParsedFile>();

/**
 * The same at a fraction of the time: a status is one line of JSON at the end of a file of one document, and what stands
 * before it is parsed once. How YAML is read and spliced has tests of its own; most seeds are after something else.
 */
export const inJson: Format = {
  parse(file, text) {
    const at = text.lastIndexOf(STATUS);
    const status = at < 0 ? undefined : statusIn(text.slice(at + STATUS.length));
    // Half-written, or written by a person: whatever it is, it is read as the product reads it.
    if (status === undefined) return remember(file, text);
    const spec = remember(file, text.slice(0, at + 1));
    const bytes = encoder.encode(text);
    const documents = spec.documents.map((each) => ({ ...each, value: { ...each.value, status } }));
    return { ...spec, bytes, documents };
  },
  edit(file, text, edits) {
    const at = text.lastIndexOf(STATUS);
    const spec = at < 0 ? text : text.slice(0, at + 1);
    const parsed = inJson.parse(file, text);
    const edit = edits.at(-1)!;
    const document = parsed.documents.find((each) => each.kind === edit.kind && each.name === edit.name);
    const all = (outcome: WriteResult['outcome'], reason?: string): readonly WriteResult[] =>
      edits.map((each) => ({ edit: each, outcome, ...(reason === undefined ? {} : { reason }) }));
    if (document === undefined && !parsed.broken) return { text: undefined, results: all('gone', 'gone') };
    if (document?.specDigest !== edit.specDigest) {
      return { text: undefined, results: all('conflict', 'it has changed') };
    }
    const next = `${spec}${spec.endsWith('\n') ? '' : '\n'}status: ${JSON.stringify(edit.status)}\n`;
    return next === text
      ? { text: undefined, results: all('unchanged') }
      : { text: next, results: all('written') };
  },
};

function remember(file: string, text: string): ParsedFile {
  const key = createHash('sha256').update(file).update('\0').update(text).digest('base64');
  const known = remembered.get(key) ?? parsedText(file, text);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(key, known);
  return known;
}

function statusIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
