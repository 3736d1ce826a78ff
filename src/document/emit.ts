import { Document, isCollection, isScalar, visit } from 'yaml';
import type { Json, JsonObject } from '../core/json.ts';
import type { StatusPlace } from './status-place.ts';

/** A map or list of plain values whose JSON is at most so long stands on one line, in braces. Characters. */
const ONE_LINE = 120;

/** Characters that YAML does not let stand as they are, or that an editor would not show. */
const HIDDEN = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** Digits with separators: some readers of YAML take them for one number. */
const NUMBER_LIKE = /^[-+]?[\d.][\d.,_:]*$/;

/** A status as it will be read back: halves of surrogate pairs replaced and absent members dropped, as JSON would. */
export function writable(status: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(status, (_key, value: unknown) =>
      typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
    ),
  ) as JsonObject;
}

/**
 * The status as lines of block YAML under the key `status`, which stands at `place.indent`; ends without a line break.
 * `comment` is put behind the key.
 */
export function blockStatus(status: JsonObject, place: StatusPlace, comment: string): string {
  const pad = ' '.repeat(place.indent);
  const tail = comment === '' ? '' : ` ${comment}`;
  if (Object.keys(status).length === 0) return `${pad}status: {}${tail}`;
  const inner = yamlText(status, place.step);
  const lines = inner.split('\n').map((line) => `${pad}${' '.repeat(place.step)}${line}`);
  return [`${pad}status:${tail}`, ...lines].join(place.lineBreak);
}

/** The status as a pair of a map in braces, without the indentation before it. */
export function flowStatus(
  status: JsonObject,
  place: StatusPlace,
  quoted: boolean,
  oneLine: boolean,
): string {
  const value = oneLine
    ? spaced(status)
    : JSON.stringify(status, null, place.pad === '' ? place.step : place.pad);
  const lines = escaped(value).split('\n');
  return `${quoted ? '"status"' : 'status'}: ${lines.join(place.lineBreak + place.pad)}`;
}

/** JSON on one line as people write it, with a space behind `,` and `:`; strings stay as they are. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((each: Json) => spaced(each)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

/** A value as a YAML document of its own, for people and tools that read it. */
export function yamlOf(value: JsonObject): string {
  return `${yamlText(value, 2)}\n`;
}

function yamlText(status: JsonObject, step: number): string {
  // Texts that YAML 1.1 reads as booleans, numbers or times are quoted too: most other readers speak 1.1.
  const document = new Document(status, {
    version: '1.2',
    schema: 'core',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, (_key, node) => {
    if (isScalar(node) && typeof node.value === 'string') {
      if (NUMBER_LIKE.test(node.value) || node.value.search(HIDDEN) !== -1) node.type = 'QUOTE_DOUBLE';
    } else if (isCollection(node) && node !== document.contents) {
      const json = node.toJSON() as Json;
      const members = typeof json === 'object' && json !== null ? Object.values(json) : [];
      const flat = members.every((each) => typeof each !== 'object' || each === null);
      if (flat && JSON.stringify(json).length <= ONE_LINE) node.flow = true;
    }
  });
  const text = document.toString({
    indent: step,
    lineWidth: 0,
    blockQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    flowCollectionPadding: true,
    directives: false,
  });
  return escaped(text).replace(/\n$/, '');
}

function escaped(text: string): string {
  return text.replace(HIDDEN, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
