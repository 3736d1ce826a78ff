import type { JsonPath } from '../core/finding.ts';
import { shown } from './paths.ts';
import type { Problem } from './report.ts';

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  null: 'empty',
};

/** The finding for a value of another type than its field takes. */
export function typeProblem(
  path: JsonPath,
  value: unknown,
  schema: Readonly<Record<string, unknown>>,
): Problem {
  const wanted = String(schema['type']);
  const words = WORDS[wanted] ?? wanted;
  const last = path[path.length - 1] ?? 'the document';
  const name = typeof last === 'number' ? `${String(path[path.length - 2] ?? 'the list')}[${last}]` : last;
  return {
    code: 'WrongType',
    path,
    message:
      value === null
        ? `${name} is empty, but must be ${words}.`
        : `${name} is ${described(value)}, but must be ${words}.`,
    remedy: remedyOf(value, wanted, words),
  };
}

function described(value: unknown): string {
  if (typeof value === 'string') return `the text ${shown(value)}`;
  if (typeof value === 'number') return `the number ${shown(value)}`;
  return shown(value);
}

function remedyOf(value: unknown, wanted: string, words: string): string {
  if (value === null) return `Write ${words}, or remove the field.`;
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `Put it in quotes: "${String(value)}".`;
  }
  if (wanted === 'integer' && typeof value === 'string' && /^\d+$/.test(value))
    return `Write ${value} without quotes.`;
  if (wanted === 'integer' && typeof value === 'number') return 'Write a whole number, without a fraction.';
  if (wanted === 'boolean' && typeof value === 'string' && /^(true|false|yes|no|on|off)$/i.test(value)) {
    return `Write ${/^(true|yes|on)$/i.test(value) ? 'true' : 'false'} without quotes.`;
  }
  if (wanted === 'array' && typeof value !== 'object') return `Write a list: [${shown(value)}].`;
  return `Write ${words}.`;
}
