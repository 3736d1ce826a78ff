import type { JsonPath } from '../core/finding.ts';
import { isObject } from '../core/json.ts';
import { fieldHint } from './field-hints.ts';
import { nearest } from './nearest.ts';
import { pathOfPointer, shown } from './paths.ts';
import { PATTERNS } from './patterns.ts';
import type { Problem, Report } from './report.ts';
import { schemaErrors } from './schema.ts';
import type { SchemaError, SchemaKind } from './schema.ts';
import { rangeProblem } from './schema-ranges.ts';
import { typeProblem } from './schema-types.ts';

/** Tells what the schema of a kind finds wrong, one finding for each mistake; gives the paths of what is wrong. */
export function reportSchema(kind: SchemaKind, value: unknown, report: Report): readonly JsonPath[] {
  const errors = schemaErrors(kind, value);
  const branches = errors.filter((each) => each.keyword === 'anyOf');
  const mistyped = new Set(errors.filter((each) => each.keyword === 'type').map((each) => each.instancePath));
  const misspelt = new Set<string>();
  const problems: Problem[] = [];
  for (const error of [...errors].sort((a, b) => rank(a) - rank(b))) {
    // What each branch of a choice says about a value is said once, by the choice.
    if (branches.some((branch) => branch !== error && error.schemaPath.startsWith(`${branch.schemaPath}/`)))
      continue;
    // A value of the wrong type is none of the right ones either; that need not be said.
    if ((error.keyword === 'enum' || error.keyword === 'const') && mistyped.has(error.instancePath)) continue;
    const problem = problemOf(error, value, misspelt);
    if (problem) problems.push(problem);
  }
  for (const problem of problems) report.error(problem);
  return problems.map((problem) => problem.path);
}

/** Unknown fields come first: a field that is missing because it is misspelt is told once. */
function rank(error: SchemaError): number {
  return error.keyword === 'additionalProperties' ? 0 : 1;
}

function problemOf(error: SchemaError, root: unknown, misspelt: Set<string>): Problem | undefined {
  const path = pathOfPointer(error.instancePath, root);
  const schema = error.parentSchema;
  const data = valueAt(root, path);
  switch (error.keyword) {
    case 'if':
    case 'propertyNames':
      return undefined;
    case 'additionalProperties':
      return unknownField(path, String(error.params['additionalProperty']), schema, misspelt);
    case 'required': {
      const name = String(error.params['missingProperty']);
      return misspelt.has([...path, name].join('\0')) ? undefined : missingField(path, name, schema);
    }
    case 'type':
      return typeProblem(path, data, schema);
    case 'anyOf': {
      const words = (schema['anyOf'] as readonly { readonly title?: string }[])
        .map((each) => each.title)
        .join(' or ');
      return {
        code: typeof data === 'string' ? 'WrongForm' : typeof data === 'number' ? 'OutOfRange' : 'WrongType',
        path,
        message: `${lastOf(path)} is ${shown(data)}, but must be ${words}.`,
        remedy: `Write ${words}.`,
      };
    }
    case 'enum':
    case 'const':
      return wrongValue(path, data, schema);
    case 'pattern':
      return wrongForm(path, data, error);
    case 'false schema':
      return forbidden(path);
    default:
      return rangeProblem(path, data, error);
  }
}

function unknownField(
  path: JsonPath,
  name: string,
  schema: Readonly<Record<string, unknown>>,
  misspelt: Set<string>,
): Problem {
  const known = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const at = { path: [...path, name], at: 'key' } as const;
  const hint = fieldHint(path, name);
  if (hint) return { ...at, ...hint };
  const meant = nearest(name, known);
  if (meant !== undefined) {
    misspelt.add([...path, meant].join('\0'));
    return {
      ...at,
      code: 'UnknownField',
      message: `Unknown field ${name}, did you mean ${meant}?`,
      remedy: `Write ${meant}, or remove the field.`,
    };
  }
  return {
    ...at,
    code: 'UnknownField',
    message: `Unknown field ${name} in ${path.length === 0 ? 'the document' : lastOf(path)}.`,
    remedy:
      known.length > 24
        ? 'Remove it; docs/reference.md lists the fields that there are.'
        : `Remove it; the fields here are ${known.join(', ')}.`,
  };
}

function missingField(path: JsonPath, name: string, schema: Readonly<Record<string, unknown>>): Problem {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const examples = isObject(field) && Array.isArray(field['examples']) ? field['examples'] : [];
  const example: unknown = examples[0];
  return {
    code: 'MissingField',
    path: [...path, name],
    message: `${path.length === 0 ? 'The document' : lastOf(path)} has no ${name}, which is required.`,
    remedy:
      example === undefined ? `Add ${name}.` : `Add ${name}, as in ${name}: ${JSON.stringify(example)}.`,
  };
}

function wrongValue(path: JsonPath, data: unknown, schema: Readonly<Record<string, unknown>>): Problem {
  const allowed = 'const' in schema ? [schema['const']] : (schema['enum'] as readonly unknown[]);
  const texts = allowed.map(String);
  const meant = typeof data === 'string' ? nearest(data, texts) : undefined;
  return {
    code: 'WrongValue',
    path,
    message: `${lastOf(path)} is ${shown(data)}, but must be ${texts.length === 1 ? texts.join('') : `one of ${texts.join(', ')}`}.`,
    remedy:
      meant === undefined
        ? `Write ${texts.length === 1 ? texts.join('') : 'one of these'}.`
        : `Write ${meant}.`,
  };
}

function wrongForm(path: JsonPath, data: unknown, error: SchemaError): Problem {
  const source = String(error.parentSchema['pattern']);
  const pattern = PATTERNS.find((each) => each.source === source);
  const words = pattern?.words ?? `text that matches ${source}`;
  const key = error.propertyName;
  return {
    code: 'WrongForm',
    path: key === undefined ? path : [...path, key],
    at: key === undefined ? 'value' : 'key',
    message: `${key === undefined ? lastOf(path) : `The key`} is ${shown(key ?? data)}, but must be ${words}.`,
    remedy: pattern?.remedy ?? `Write ${words}.`,
  };
}

/** The only fields that a schema forbids by name are those of a SEQUENTIAL dependency. */
function forbidden(path: JsonPath): Problem {
  const name = lastOf(path);
  if (name === 'minSucceeded') {
    return {
      code: 'MinSucceededNotWhole',
      path,
      at: 'key',
      message: 'minSucceeded stands on a dependency of type SEQUENTIAL, which waits for no other ArrayJob.',
      remedy: 'Remove minSucceeded, or name the ArrayJob that is waited for and remove the type.',
    };
  }
  return {
    code: 'WrongValue',
    path,
    at: 'key',
    message: `A dependency of type SEQUENTIAL has a ${name}, but it orders the indexes of this ArrayJob alone.`,
    remedy: `Remove ${name}, or write type: N_TO_N to wait for another ArrayJob index by index.`,
  };
}

function lastOf(path: JsonPath): string {
  const last = path[path.length - 1];
  if (typeof last === 'number') return `${path.slice(0, -1).map(String).pop() ?? 'the list'}[${last}]`;
  return last ?? 'the document';
}

function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>>)[key],
    root,
  );
}
