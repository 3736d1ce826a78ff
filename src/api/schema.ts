import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Kind } from './names.ts';

/** The schema files as they lie beside `src` and `dist` alike. */
const FILES: Readonly<Record<Kind, string>> = {
  ArrayJob: 'arrayjob.v1.schema.json',
  JobDefinition: 'jobdefinition.v1.schema.json',
};

/** The text of the JSON Schema of a kind. */
export function schemaText(kind: Kind): string {
  return readFileSync(new URL(`../../schemas/${FILES[kind]}`, import.meta.url), 'utf8');
}

const compiled = new Map<Kind, ValidateFunction>();

/** What the schema of a kind says about a value; empty when nothing. Compiled at the first use: it takes about 30 ms a kind. */
export function schemaErrors(kind: Kind, value: unknown): readonly ErrorObject[] {
  let validate = compiled.get(kind);
  if (!validate) {
    // The schemas are held against the meta-schema by a test; doing it at every start would cost as much again.
    const ajv = new Ajv2020({
      strict: true,
      allErrors: true,
      verbose: true,
      meta: false,
      validateSchema: false,
      code: { optimize: false },
    });
    validate = ajv.compile(JSON.parse(schemaText(kind)) as object);
    compiled.set(kind, validate);
  }
  validate(value);
  return validate.errors ?? [];
}
