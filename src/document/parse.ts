import { createHash } from 'node:crypto';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { Finding, JsonPath, Place } from '../core/finding.ts';
import { isObject, without } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { MAX_FILE_BYTES, MAX_FINDINGS_PER_DOCUMENT, MAX_FINDINGS_PER_FILE } from './limits.ts';
import { findingOf } from './problems.ts';
import { statusPlace, textBesideStatus } from './status-place.ts';
import { readStream } from './stream.ts';
import type { RawDocument } from './stream.ts';
import { decode, places } from './text.ts';
import { offsetOf, valueOf } from './values.ts';

/** A document of a file that could be read and is a map. */
export interface ParsedDocument {
  /** Its index among all documents of the file, broken and ignored ones counted; from 0. */
  readonly position: number;
  /** Its value with aliases and merge keys resolved, `status` included. */
  readonly value: JsonObject;
  readonly apiVersion: string | undefined;
  readonly kind: string | undefined;
  /** `metadata.name`. */
  readonly name: string | undefined;
  /**
   * SHA-256, in hex, of everything in the document but its status: the same before and after a status is spliced,
   * another as soon as a value or a comment beside it is.
   */
  readonly specDigest: string;
  /** Where a value (or its key) stands; for a path that is not there, its nearest ancestor that is. Parses the file again: for findings only. */
  readonly locate: (path: JsonPath, what?: 'key' | 'value') => Place;
}

/** A file and what could be read of it. */
export interface ParsedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly documents: readonly ParsedDocument[];
  readonly findings: readonly Finding[];
  /** Whether a document, or all of the file, could not be read: what it declares is unknown, not gone. */
  readonly broken: boolean;
}

/** A parsed stream together with the values of its documents; what splicing and parsing both start from. */
export interface ReadDocument {
  readonly raw: RawDocument;
  readonly value: ReturnType<typeof valueOf>;
}

/** Reads the documents of a text with their values. */
export function readDocuments(
  text: string,
  options?: Parameters<typeof readStream>[1],
): readonly ReadDocument[] {
  return readStream(text, options).map((raw) => {
    const value = valueOf(raw.errors.length === 0 ? raw.node : null);
    const { written } = raw;
    if (written === undefined || !isObject(value.value)) return { raw, value };
    return { raw, value: { ...value, value: { ...value.value, status: written.status } } };
  });
}

/**
 * Reads a YAML or JSON file. Never throws: what is wrong becomes findings with line, column and remedy, and the documents that
 * are not concerned are there all the same. Documents that are not maps are left out, with a warning unless they are empty.
 */
export function parseFile(file: string, bytes: Uint8Array): ParsedFile {
  const whole = (code: string, message: string, remedy: string, place?: Place): ParsedFile => ({
    file,
    bytes,
    documents: [],
    findings: [
      { code, severity: 'error', place: place ?? { file, line: 1, column: 1 }, path: '', message, remedy },
    ],
    broken: true,
  });
  if (bytes.length > MAX_FILE_BYTES) {
    return whole(
      'FileTooLarge',
      `The file has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read`,
      'Split it into several files, or keep long lists of items in a work.file.',
    );
  }
  const text = decode(bytes);
  if (text === undefined) {
    return whole(
      'FileNotText',
      'The file is not UTF-8 text',
      'Save it as UTF-8, or give it another extension.',
    );
  }
  const zero = text.indexOf('\0');
  if (zero !== -1) {
    const place = places(file, text)(zero);
    return whole('FileNotText', 'The file holds a NUL character', 'Save it as plain text.', place);
  }

  const placeOf = places(file, text);
  const findings: Finding[] = [];
  const documents: ParsedDocument[] = [];
  let broken = false;
  for (const [position, { raw, value }] of readDocuments(text, { onlyValues: true }).entries()) {
    const errors = [...raw.errors, ...value.errors].slice(0, MAX_FINDINGS_PER_DOCUMENT);
    for (const each of errors) findings.push(findingOf(each, 'error', placeOf));
    if (errors.length > 0) {
      broken = true;
      continue;
    }
    if (!isObject(value.value)) {
      if (value.value !== null) findings.push(notAMap(placeOf(offsetOf(raw.node))));
      continue;
    }
    const document = documentOf(file, bytes, text, raw, position, value.value);
    documents.push(document);
    if (document.kind === undefined) continue;
    const warnings = [...raw.warnings, ...value.warnings].slice(0, MAX_FINDINGS_PER_DOCUMENT);
    for (const each of warnings) findings.push(findingOf(each, 'warning', placeOf));
  }
  return { file, bytes, documents, findings: findings.slice(0, MAX_FINDINGS_PER_FILE), broken };
}

function notAMap(place: Place): Finding {
  return {
    code: 'DocumentNotMap',
    severity: 'warning',
    place,
    path: '',
    message: 'The document is not a map and is ignored',
    remedy: 'Start it with apiVersion and kind, or keep it outside of the source.',
  };
}

function documentOf(
  file: string,
  bytes: Uint8Array,
  text: string,
  raw: RawDocument,
  position: number,
  value: JsonObject,
): ParsedDocument {
  // Parts of a text keep all of it in memory; a copy of the value does not.
  const kept = JSON.parse(JSON.stringify(value)) as JsonObject;
  const metadata = kept['metadata'];
  return {
    position,
    value: kept,
    apiVersion: stringOf(kept['apiVersion']),
    kind: stringOf(kept['kind']),
    name: isObject(metadata) ? stringOf(metadata['name']) : undefined,
    specDigest: digestOf(text, raw, value),
    locate: (path, what = 'value') => locate(file, bytes, position, path, what),
  };
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The digest behind `ParsedDocument.specDigest`. */
export function digestOf(text: string, raw: RawDocument, value: JsonObject): string {
  const place = statusPlace(text, raw);
  const beside = place ? textBesideStatus(text, raw, place) : text.slice(raw.start, raw.end);
  return createHash('sha256')
    .update(beside)
    .update('\0')
    .update(JSON.stringify(without(value, ['status'])))
    .digest('hex');
}

interface Located {
  readonly bytes: Uint8Array;
  readonly documents: readonly RawDocument[];
  readonly placeOf: (offset: number) => Place;
}

/** The file whose places were asked for last: findings come many to a file, and keeping every file's nodes would cost too much. */
let latest: Located | undefined;

function locate(
  file: string,
  bytes: Uint8Array,
  position: number,
  path: JsonPath,
  what: 'key' | 'value',
): Place {
  if (latest?.bytes !== bytes) {
    const text = decode(bytes) ?? '';
    latest = { bytes, documents: readStream(text), placeOf: places(file, text) };
  }
  const raw = latest.documents[position];
  let node: Node | null | undefined = raw?.node;
  let offset = node ? offsetOf(node) : (raw?.start ?? 0);
  for (const [index, step] of path.entries()) {
    const pair: { readonly key?: unknown; readonly value?: unknown } | undefined = isMap(node)
      ? node.items.find((each: Pair) => isScalar(each.key) && String(each.key.value) === String(step))
      : isSeq(node)
        ? { value: node.items[Number(step)] }
        : undefined;
    if (!pair || (isSeq(node) && pair.value === undefined)) break;
    const wantsKey = what === 'key' && index === path.length - 1 && pair.key;
    node = pair.value as Node | null;
    offset = offsetOf(wantsKey || !node ? (pair.key ?? node) : node);
  }
  return latest.placeOf(offset);
}
