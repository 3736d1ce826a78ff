import type { CST } from 'yaml';
import { canonicalText, isObject } from '../core/json.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { readDocuments } from './parse.ts';
import type { ReadDocument } from './parse.ts';
import { appendFlow, apply, keysQuoted } from './splice.ts';
import type { Replacement, SpliceResult } from './splice.ts';
import { mapPlace } from './status-place.ts';
import type { MapPlace } from './status-place.ts';
import { decode, encode } from './text.ts';

/** A value that a person asks for by a command. `position` is the document's index in the file. */
export interface ValueEdit {
  readonly position: number;
  /** Keys of nested maps, at least one; maps that are missing are made. */
  readonly path: readonly string[];
  readonly value: string | boolean;
}

/** Why an edit cannot be made, for a person. */
interface Refusal {
  readonly refusal: string;
}

/**
 * Sets one value of a document, and changes no byte beside it: comments, order, quoting, line breaks and other documents stay.
 * The result is read again and every value in it compared before it is given out. Refused, with the reason, when the value is
 * shared with other places (an alias, an anchor in use, a merge key) or written in a way that cannot be replaced. Never throws.
 */
export function setValue(bytes: Uint8Array, edit: ValueEdit): SpliceResult {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, reason: 'the file is not UTF-8 text' };
  const before = readDocuments(text);
  const document = before[edit.position];
  const value = document?.value.value;
  if (!document || !isObject(value) || document.raw.errors.length > 0) {
    return { ok: false, reason: `document ${edit.position} is not a map that can be read` };
  }
  if (at(value, edit.path) === edit.value) return { ok: true, bytes, changed: false };
  const found = replacementFor(text, document, edit);
  if ('refusal' in found) return { ok: false, reason: found.refusal };
  const result = apply(text, [found]);
  if (!isAsWanted(before, readDocuments(result), edit)) {
    const reason = `${edit.path.join('.')} cannot be changed without changing something else: an anchor, alias or merge key shares it; edit the file by hand`;
    return { ok: false, reason };
  }
  const after = encode(result);
  if (after.length > MAX_FILE_BYTES) {
    return { ok: false, reason: `the file would have more than ${MAX_FILE_BYTES} bytes` };
  }
  return { ok: true, bytes: after, changed: true };
}

function replacementFor(text: string, document: ReadDocument, edit: ValueEdit): Replacement | Refusal {
  const { path, value } = edit;
  const root = mapPlace(text, document.raw, document.raw.token, path[0] ?? '');
  let token: CST.Token | null | undefined = document.raw.token;
  for (const [depth, key] of path.entries()) {
    const here = path.slice(0, depth + 1).join('.');
    const place = mapPlace(text, document.raw, token, key);
    if (!place) return { refusal: `${path.slice(0, depth).join('.')} is not written as a map` };
    const rest = path.slice(depth + 1);
    if (!place.pair) {
      // A value of its own goes before a merged one; a map of its own would hide all of the merged map.
      if (rest.length > 0 && at(document.value.value as JsonObject, path.slice(0, depth + 1)) !== undefined) {
        return { refusal: `${here} comes from a merge key (<<): write it out in the file first` };
      }
      return appended(text, place, key, rest, value, root?.step ?? place.step);
    }
    const held = place.pair.item.value;
    if (held?.type === 'alias') {
      return {
        refusal: `${here} is the alias ${held.source}, whose value other places share: write the value out in the file first`,
      };
    }
    if (rest.length === 0) return replaced(place, here, held, scalarText(value, held));
    if (!held || isNull(held)) {
      const inner = flowText(rest, value, keysQuoted(text, place) && place.style === 'flow');
      return replaced(place, here, held, inner);
    }
    token = held;
  }
  return { refusal: 'there is nothing to set' };
}

function isNull(token: CST.Token): boolean {
  return token.type === 'scalar' && /^(~|null|Null|NULL|)$/.test(token.source);
}

/** The value of a pair that is there, replaced by text. */
function replaced(
  place: MapPlace,
  here: string,
  held: CST.Token | null | undefined,
  text: string,
): Replacement | Refusal {
  if (
    held?.type === 'scalar' ||
    held?.type === 'single-quoted-scalar' ||
    held?.type === 'double-quoted-scalar'
  ) {
    const lead = held.source === '' ? ' ' : '';
    return { start: held.offset, end: held.offset + held.source.length, text: lead + text };
  }
  if (held) {
    const what =
      held.type === 'block-scalar' ? 'is written as a block of text' : 'is neither a text nor a truth value';
    return { refusal: `${here} ${what}: write it on the line of its key first` };
  }
  const colon = place.pair?.item.sep?.findLast((each) => each.type === 'map-value-ind');
  if (!colon) return { refusal: `${here} has a key without a colon: write the colon first` };
  const behind = colon.offset + colon.source.length;
  return { start: behind, end: behind, text: ` ${text}` };
}

/** A pair of its own, behind all others of its map. */
function appended(
  text: string,
  place: MapPlace,
  key: string,
  rest: readonly string[],
  value: string | boolean,
  step: number,
): Replacement {
  if (place.style === 'flow') {
    const quoted = keysQuoted(text, place);
    const name = quoted ? JSON.stringify(key) : key;
    return appendFlow(text, place, `${name}: ${flowText(rest, value, quoted)}`);
  }
  const keys = [key, ...rest];
  const lines = keys.map((each, depth) => {
    const tail = depth === keys.length - 1 ? ` ${scalarText(value, undefined)}` : '';
    return `${place.pad}${' '.repeat(depth * step)}${each}:${tail}`;
  });
  const block = lines.join(place.lineBreak);
  // A file without a final line break keeps having none.
  const behindBreak = place.append === 0 || text[place.append - 1] === '\n';
  return {
    start: place.append,
    end: place.append,
    text: behindBreak ? block + place.lineBreak : place.lineBreak + block,
  };
}

/** A value inside of as many maps in braces as there are keys. */
function flowText(keys: readonly string[], value: string | boolean, quoted: boolean): string {
  const [key, ...rest] = keys;
  if (key === undefined) return scalarText(value, undefined);
  const name = quoted ? JSON.stringify(key) : key;
  return `{ ${name}: ${flowText(rest, value, quoted)} }`;
}

/** Texts that mean themselves in every version of YAML, in braces or not. */
const PLAIN = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[a-z][\w@.+-]*(?::[\w@.+-]+)*$/i;

/** A value as text; in the quotes of the one that it replaces. */
function scalarText(value: string | boolean, old: CST.Token | null | undefined): string {
  if (typeof value === 'boolean') return String(value);
  if (old?.type === 'single-quoted-scalar') return `'${value.replaceAll("'", "''")}'`;
  return old?.type === 'scalar' && PLAIN.test(value) ? value : JSON.stringify(value);
}

function at(value: JsonObject, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const key of path) {
    found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/** Every document has the values that it had, but for the one that was set. */
function isAsWanted(
  before: readonly ReadDocument[],
  after: readonly ReadDocument[],
  { position, path, value }: ValueEdit,
): boolean {
  return (
    after.length === before.length &&
    after.every(({ raw, value: now }, i) => {
      const old = before[i]!;
      const errors = old.raw.errors.length + old.value.errors.length;
      if (raw.errors.length + now.errors.length !== errors) return false;
      const wanted = i === position ? withValue(old.value.value, path, value) : old.value.value;
      return canonicalText(now.value ?? null) === canonicalText(wanted ?? null);
    })
  );
}

function withValue(value: Json | undefined, path: readonly string[], leaf: string | boolean): Json {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  const map = isObject(value) ? value : {};
  return { ...map, [key]: withValue(map[key], rest, leaf) };
}
