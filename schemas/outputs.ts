import { arrayJobSchema, OWN_DEFINITIONS } from './arrayjob.own.ts';
import { jobDefinitionSchema } from './jobdefinition.own.ts';
import { POLICY } from './policy.own.ts';
import { findingsTable } from './findings-table.ts';
import { reference } from './reference.ts';
import { reachable } from './schema.ts';
import { sdkDefinitions } from './sdk.ts';
import { validatorOf, withoutProse } from './validator.ts';
import type { Schema } from './schema.ts';

/** Every generated file: its path from the root of the project, and its text. The same text whenever it is made. */
export function outputs(): Readonly<Record<string, string>> {
  const sdk = sdkDefinitions();
  const definitions = { ...sdk, ...OWN_DEFINITIONS };
  const arrayJob = complete('arrayjob', arrayJobSchema(sdk['SubmitJobRequest']!), definitions);
  const jobDefinition = complete(
    'jobdefinition',
    jobDefinitionSchema(sdk['RegisterJobDefinitionRequest']!),
    definitions,
  );
  const policy = complete('policy', POLICY, {});
  return {
    'schemas/arrayjob.v1.schema.json': json(arrayJob),
    'schemas/jobdefinition.v1.schema.json': json(jobDefinition),
    'schemas/arrayjob.v1.validate.cjs': validatorOf(withoutProse(arrayJob)),
    'schemas/jobdefinition.v1.validate.cjs': validatorOf(withoutProse(jobDefinition)),
    'schemas/policy.v1.schema.json': json(policy),
    'schemas/policy.v1.validate.cjs': validatorOf(withoutProse(policy)),
    'docs/reference.md': reference([arrayJob, jobDefinition, policy]),
    'docs/findings.md': findingsTable(),
  };
}

function complete(name: string, schema: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://arrayjob.dev/schemas/${name}.v1.schema.json`,
    ...schema,
    $defs: reachable(schema, definitions),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
