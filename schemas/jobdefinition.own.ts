import { API_VERSION } from '../src/api/names.ts';
import { METADATA, STATUS } from './common.ts';
import type { Schema } from './schema.ts';

/** The schema of a JobDefinition; `register` is RegisterJobDefinitionRequest as the SDK has it. */
export function jobDefinitionSchema(register: Schema): Schema {
  const properties = Object.entries(register.properties ?? {}).filter(
    ([name]) => name !== 'jobDefinitionName',
  );
  const required = register.required?.filter((name) => name !== 'jobDefinitionName') ?? [];
  return {
    title: 'JobDefinition',
    description:
      'An AWS Batch job definition: registered under metadata.name, as a new revision whenever its content really differs from the active one.',
    type: 'object',
    properties: {
      apiVersion: {
        description: `The version of this format: ${API_VERSION}.`,
        type: 'string',
        const: API_VERSION,
      },
      kind: {
        description: 'The kind of this resource: JobDefinition.',
        type: 'string',
        const: 'JobDefinition',
      },
      metadata: METADATA,
      spec: {
        description: "The body of AWS Batch's RegisterJobDefinition, without the name.",
        type: 'object',
        properties: Object.fromEntries(properties),
        required,
        additionalProperties: false,
      },
      status: STATUS,
    },
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    additionalProperties: false,
    examples: [
      {
        apiVersion: API_VERSION,
        kind: 'JobDefinition',
        metadata: { name: 'file-processor' },
        spec: {
          type: 'container',
          containerProperties: {
            image: 'public.ecr.aws/docker/library/python:3.13-slim',
            command: ['python', 'process.py'],
            resourceRequirements: [
              { type: 'VCPU', value: '1' },
              { type: 'MEMORY', value: '2048' },
            ],
          },
        },
      },
    ],
  };
}
