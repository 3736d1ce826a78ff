import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, Pair, YAMLMap } from 'yaml';
import type { JsonPath } from '../core/finding.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { MAX_ALIASES, MAX_EXPANDED_NODES, MAX_NESTING } from './limits.ts';
import type { Complaint } from './stream.ts';

/** A complaint about a value, with the path at which it stands. */
export interface ValueComplaint extends Complaint {
  readonly path: JsonPath;
}

/** What became of a document's nodes. */
export interface Values {
  /** The document's value; undefined when something in it has no JSON value. */
  readonly value: Json | undefined;
  readonly errors: readonly ValueComplaint[];
  readonly warnings: readonly ValueComplaint[];
}

/** Ends the walk of a document of which no more should be read. */
class Refusal extends Error {}

type Members = Record<string, Json>;

/**
 * The JSON value of a document: aliases followed, merge keys (`<<`) resolved, bounded in depth and in what aliases expand to.
 * Never throws. Keys that are numbers or booleans become strings, as in JSON; duplicate keys and values that JSON cannot say are errors.
 */
export function valueOf(root: Node | null): Values {
  const errors: ValueComplaint[] = [];
  const warnings: ValueComplaint[] = [];
  const anchors = new Map<string, Node>();
  /** What an alias meant where it is written; its anchor's name may be given to another node later. */
  const targets = new Map<Alias, Node>();
  const open = new Set<Node>();
  const path: (string | number)[] = [];
  let aliases = 0;
  let expanded = 0;
  let depth = 0;
  let following = 0;

  const say = (list: ValueComplaint[], code: string, node: unknown, message: string): void => {
    // What an alias repeats has been complained about where it is written.
    if (following === 0) list.push({ code, offset: offsetOf(node), message, path: [...path] });
  };

  function convert(node: Node | null | undefined): Json {
    if (!node) return null;
    if (following > 0 && ++expanded > MAX_EXPANDED_NODES) {
      throw refuse('ALIAS_BOMB', node, `Aliases expand to more than ${MAX_EXPANDED_NODES} values`);
    }
    if (isAlias(node)) return followed(node, convert);
    if (node.anchor !== undefined && following === 0) anchors.set(node.anchor, node);
    if (isScalar(node)) return scalar(node);
    if (++depth > MAX_NESTING) {
      throw refuse('TOO_DEEP', node, `Nested more than ${MAX_NESTING} levels deep`);
    }
    open.add(node);
    const result = isMap(node) ? mapping(node) : isSeq(node) ? sequence(node.items) : null;
    open.delete(node);
    depth--;
    return result;
  }

  function refuse(code: string, node: unknown, message: string): Refusal {
    errors.push({ code, offset: offsetOf(node), message, path: [...path] });
    return new Refusal(message);
  }

  function followed<T>(alias: Alias, use: (node: Node) => T): T {
    const target = targets.get(alias) ?? anchors.get(alias.source);
    if (!target) throw refuse('BAD_ALIAS', alias, `No anchor &${alias.source} stands before this alias`);
    if (open.has(target))
      throw refuse('ALIAS_LOOP', alias, `*${alias.source} stands inside of its own anchor`);
    if (++aliases > MAX_ALIASES)
      throw refuse('ALIAS_BOMB', alias, `More than ${MAX_ALIASES} aliases are followed`);
    targets.set(alias, target);
    following++;
    const result = use(target);
    following--;
    return result;
  }

  function scalar(node: { readonly value: unknown; readonly source?: string; readonly tag?: string }): Json {
    const value = node.value;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        say(errors, 'NOT_JSON', node, `${node.source ?? String(value)} is not a number that JSON can say`);
        return null;
      }
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(node.source ?? '')) {
        say(warnings, 'BIG_INTEGER', node, `${node.source ?? ''} has more digits than a number keeps`);
      }
      return value;
    }
    if (value === undefined) return null;
    if (value instanceof Date) return node.source ?? value.toISOString();
    say(errors, 'NOT_JSON', node, `A value of the type ${node.tag ?? typeof value} has no place in JSON`);
    return null;
  }

  function sequence(items: readonly unknown[]): Json {
    return items.map((item, index) => {
      path.push(index);
      const value = isPairLike(item) ? mapping({ items: [item] }) : convert(item as Node | null);
      path.pop();
      return value;
    });
  }

  function mapping(map: Pick<YAMLMap, 'items'>): JsonObject {
    const own: Members = {};
    const merged: Members = {};
    const seen = new Set<string>();
    for (const pair of map.items) {
      if (isMerge(pair)) {
        merge(merged, pair.value as Node | null);
        continue;
      }
      const key = keyOf(pair);
      if (key === undefined) continue;
      path.push(key);
      if (seen.has(key)) say(errors, 'DUPLICATE_KEY', pair.key, `The key ${key} is given twice in this map`);
      seen.add(key);
      put(own, key, convert(pair.value as Node | null));
      path.pop();
    }
    for (const [key, value] of Object.entries(merged)) if (!seen.has(key)) put(own, key, value);
    return own;
  }

  function keyOf(pair: Pair): string | undefined {
    const key = pair.key as Node | null;
    if (key?.anchor !== undefined && following === 0) anchors.set(key.anchor, key);
    const node = isAlias(key) ? anchors.get(key.source) : key;
    if (isScalar(node)) {
      if (typeof node.value === 'string') return node.value;
      if (node.value !== null) return node.source ?? JSON.stringify(node.value);
      say(errors, 'NON_STRING_KEY', pair.key ?? pair.value, 'A key of this map is empty');
      return undefined;
    }
    say(errors, 'NON_STRING_KEY', pair.key ?? pair.value, 'A key of this map is not a plain text');
    // Its anchors may be referred to by what follows.
    if (node) convert(node);
    convert(pair.value as Node | null);
    return undefined;
  }

  function merge(into: Members, value: Node | null): void {
    if (isAlias(value)) {
      followed(value, (node) => merge(into, node));
      return;
    }
    if (value?.anchor !== undefined && following === 0) anchors.set(value.anchor, value);
    if (isSeq(value)) {
      for (const each of value.items) merge(into, each as Node | null);
      return;
    }
    if (!isMap(value)) {
      say(errors, 'BAD_MERGE', value, 'The merge key << takes a map or a list of maps');
      return;
    }
    const members = convert(value) as JsonObject;
    for (const [key, each] of Object.entries(members)) if (!Object.hasOwn(into, key)) put(into, key, each);
  }

  try {
    const value = convert(root);
    return { value: errors.length === 0 ? value : undefined, errors, warnings };
  } catch (error) {
    // Only a Refusal has said its reason; anything else is the stack's end.
    if (!(error instanceof Refusal)) {
      errors.push({ code: 'TOO_DEEP', offset: offsetOf(root), message: 'Nested too deeply', path: [] });
    }
    return { value: undefined, errors, warnings };
  }
}

/** Whether a pair is a merge key: a plain, untagged `<<`. */
function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}

/** Whether a list's item is a `key: value` in a flow list, which stands for a map of one key. */
function isPairLike(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item && !('items' in item);
}

/** Sets an own member whatever its name; `__proto__` would otherwise change the object's prototype. */
function put(into: Members, key: string, value: Json): void {
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Where a node begins; 0 for one that is not written. */
export function offsetOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  return range?.[0] ?? 0;
}
