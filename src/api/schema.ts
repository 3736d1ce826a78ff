import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject } from '../core/json.ts';
import { KINDS } from './names.ts';

/** What has a schema: the kinds of a source, and policies. */
export const SCHEMA_KINDS = [...KINDS, 'Policy'] as const;

export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** The files in `schemas/`, which lies beside `src` and `dist` alike. */
const FILES: Readonly<Record<SchemaKind, string>> = {
  ArrayJob: 'arrayjob.v1',
  JobDefinition: 'jobdefinition.v1',
  Policy: 'policy.v1',
};

/** What a schema finds wrong: the keyword that failed, and the part of the schema that it stands in. */
export interface SchemaError {
  readonly keyword: string;
  /** A JSON pointer to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string | undefined;
  /** The key that is wrong, when it is not the value. */
  readonly propertyName: string | undefined;
  readonly parentSchema: Readonly<Record<string, unknown>>;
}

interface Validator {
  (value: unknown): boolean;
  readonly errors: readonly ErrorObject[] | null;
}

/** The text of the JSON Schema of a kind. */
export function schemaText(kind: SchemaKind): string {
  return readFileSync(new URL(`../../schemas/${FILES[kind]}.schema.json`, import.meta.url), 'utf8');
}

const load = createRequire(import.meta.url);
const validators = new Map<SchemaKind, Validator>();
const schemas = new Map<SchemaKind, unknown>();

/** What the schema of a kind says about a value; empty when nothing. */
export function schemaErrors(kind: SchemaKind, value: unknown): readonly SchemaError[] {
  const validate = remembered(
    validators,
    kind,
    () => load(`../../schemas/${FILES[kind]}.validate.cjs`) as Validator,
  );
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({
    keyword: error.keyword,
    instancePath: error.instancePath,
    schemaPath: error.schemaPath,
    params: error.params,
    message: error.message,
    propertyName: error.propertyName,
    parentSchema: partOf(kind, error),
  }));
}

/**
 * The part of a schema that holds the keyword to which `#/a/b/keyword` points: from the root, or from a definition that the root
 * refers to, since what is compiled on its own counts from there.
 */
function partOf(kind: SchemaKind, error: ErrorObject): Readonly<Record<string, unknown>> {
  const root = remembered(schemas, kind, () => JSON.parse(schemaText(kind)) as unknown);
  const shared = isObject(root) && isObject(root['$defs']) ? Object.values(root['$defs']) : [];
  const keys = error.schemaPath
    .split('/')
    .slice(1, -1)
    .map((each) => decodeURIComponent(each).replace(/~1/g, '/').replace(/~0/g, '~'));
  const parts = [root, ...shared].map((from) =>
    keys.reduce<unknown>(
      (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
      from,
    ),
  );
  const holds = (part: unknown): part is Readonly<Record<string, unknown>> =>
    isObject(part) && Object.hasOwn(part, error.keyword);
  const told = Object.values(error.params as Readonly<Record<string, unknown>>);
  const here = new Set(schemasAt(root, error.instancePath));
  const holding = parts.filter(holds);
  return (
    holding.find((part) => told.includes(part[error.keyword])) ??
    // Many parts say additionalProperties, and only the one that is about this place can say what there is instead.
    holding.find((part) => here.has(part)) ??
    holding[0] ??
    {}
  );
}

/** The parts of a schema that are about the place to which a JSON pointer leads, without branches. */
function schemasAt(root: unknown, pointer: string): readonly unknown[] {
  const shared = isObject(root) ? root['$defs'] : undefined;
  const resolved = (schema: unknown): Readonly<Record<string, unknown>> | undefined => {
    if (!isObject(schema)) return undefined;
    const name =
      typeof schema['$ref'] === 'string' ? /^#\/\$defs\/(.+)$/.exec(schema['$ref'])?.[1] : undefined;
    return name === undefined ? schema : isObject(shared) ? resolved(shared[name]) : undefined;
  };
  let at = resolved(root);
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replace(/~1/g, '/').replace(/~0/g, '~');
    const { properties, items, additionalProperties } = at ?? {};
    const named = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    at = resolved(named ?? (/^\d+$/.test(name) ? items : undefined) ?? additionalProperties);
  }
  return at === undefined ? [] : [at];
}

function remembered<V>(known: Map<SchemaKind, V>, kind: SchemaKind, make: () => V): V {
  const value = known.get(kind) ?? make();
  known.set(kind, value);
  return value;
}
