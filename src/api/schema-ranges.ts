import type { JsonPath } from '../core/finding.ts';
import { isObject } from '../core/json.ts';
import { shown } from './paths.ts';
import type { Problem } from './report.ts';
import type { SchemaError } from './schema.ts';

type Bounds = Readonly<Record<string, unknown>>;

/** The finding for a number, a length or a count outside its bounds. */
export function rangeProblem(path: JsonPath, data: unknown, error: SchemaError): Problem | undefined {
  const schema: Bounds = error.parentSchema;
  if (path.length === 2 && path[0] === 'spec' && path[1] === 'work') return workKinds(path, data, schema);
  if (path.includes('failurePolicy') && error.keyword === 'minProperties') return noCondition(path);
  const key = error.propertyName;
  const last = path[path.length - 1] ?? 'the document';
  const name = key ?? (typeof last === 'number' ? `${String(path[path.length - 2])}[${last}]` : last);
  const at = key === undefined ? { path } : { path: [...path, key], at: 'key' as const };
  switch (error.keyword) {
    case 'minimum':
    case 'maximum': {
      const words = within(schema, 'minimum', 'maximum', '');
      return say(at, `${name} is ${shown(data)}, but must be ${words}`, `Write a number ${words}.`);
    }
    case 'minLength':
    case 'maxLength': {
      const length = String(data).length;
      if (length === 0) return say(at, `${name} is empty`, 'Write some text, or remove the field.');
      const words = within(schema, 'minLength', 'maxLength', ' characters');
      return say(at, `${name} has ${length} characters, but must have ${words}`, 'Shorten it.');
    }
    case 'minItems':
    case 'maxItems': {
      const length = (data as readonly unknown[]).length;
      const words = within(schema, 'minItems', 'maxItems', ' entries');
      if (length === 0) return say(at, `${name} is an empty list`, 'Add an entry, or remove the field.');
      return say(at, `${name} has ${length} entries, but must have ${words}`, 'Remove some of them.');
    }
    case 'minProperties':
      return say(at, `${name} is an empty map`, 'Add a field, or remove it.');
    case 'uniqueItems':
      return say(at, `${name} has the same entry twice`, 'Remove one of them.');
    default:
      return say(at, `${name} ${error.message ?? 'is wrong'}`, 'Correct it as docs/reference.md says.');
  }
}

function say(at: { readonly path: JsonPath; readonly at?: 'key' }, message: string, remedy: string): Problem {
  return { code: 'OutOfRange', ...at, message: `${message}.`, remedy };
}

function within(schema: Bounds, low: string, high: string, unit: string): string {
  const from = schema[low] as number | undefined;
  const to = schema[high] as number | undefined;
  if (from === undefined) return `at most ${to}${unit}`;
  if (to === undefined) return `at least ${from}${unit}`;
  return `from ${from} to ${to}${unit}`;
}

function workKinds(path: JsonPath, work: unknown, schema: Bounds): Problem | undefined {
  const known = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const given = isObject(work) ? Object.keys(work) : [];
  // Then one of them is misspelt, and that is said.
  if (given.some((name) => !known.includes(name))) return undefined;
  const both = given.length === 2 ? 'both ' : '';
  return {
    code: 'WorkKinds',
    path,
    message:
      given.length === 0
        ? 'work says nothing about where the items come from.'
        : `work has ${both}${given.join(' and ')}, but the items can come from one place only.`,
    remedy:
      given.length === 0
        ? `Add one of ${known.join(', ')}, as in size: 1000.`
        : `Keep one of ${given.join(', ')} and remove the ${given.length === 2 ? 'other' : 'others'}.`,
  };
}

function noCondition(path: JsonPath): Problem {
  return {
    code: 'NoCondition',
    path,
    message: 'This rule has no condition, so it would decide every failure.',
    remedy: 'Add onExitCodes, onReason or onStatusReason to say which failures it is for.',
  };
}
