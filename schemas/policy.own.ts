import { API_VERSION } from '../src/api/names.ts';
import { INDEXES_MAX } from '../src/core/limits.ts';
import { METADATA } from './common.ts';
import type { Schema } from './schema.ts';

const patterns = (what: string, examples: readonly string[]): Schema => ({
  description: `${what} A list of patterns in which * stands for any characters; an empty list allows none. Left out: all are allowed.`,
  type: 'array',
  maxItems: 1_000,
  items: { description: 'A pattern.', type: 'string', minLength: 1, maxLength: 512 },
  examples: [examples],
});

/** What leads out of a container is not allowed until somebody says so. */
const allowing = (what: string, examples: readonly string[]): Schema => ({
  description: `${what} A list of patterns in which * stands for any characters. Left out: none are allowed.`,
  type: 'array',
  maxItems: 1_000,
  items: { description: 'A pattern.', type: 'string', minLength: 1, maxLength: 512 },
  default: [],
  examples: [examples],
});

/** The schema of a policy: what whoever runs the controller lets specs ask for. */
export const POLICY: Schema = {
  title: 'Policy',
  description:
    'What specs may ask for, in a file of its own that is given with --policy. It is no part of a source: whoever may write specs must not be able to write it.',
  type: 'object',
  properties: {
    apiVersion: {
      description: `The version of this format: ${API_VERSION}.`,
      type: 'string',
      const: API_VERSION,
    },
    kind: { description: 'The kind of this document: Policy.', type: 'string', const: 'Policy' },
    metadata: METADATA,
    spec: {
      description:
        'The restrictions. A field that is left out restricts nothing, apart from those that begin with allow: what they are about is not allowed.',
      type: 'object',
      minProperties: 1,
      properties: {
        queues: patterns('The job queues that spec.jobQueue may name, as they are written there.', [
          'ingest-*',
          'arn:aws:batch:eu-west-1:123456789012:job-queue/ingest-*',
        ]),
        definitions: patterns(
          'The job definitions that spec.jobDefinition may name, with or without their revision, and the names that a JobDefinition may be registered under.',
          ['ingest-*'],
        ),
        buckets: patterns('The buckets that work.s3 and manifest may name.', ['ingest-*']),
        images: patterns("The images of containers, also those in an ArrayJob's overrides.", [
          '123456789012.dkr.ecr.eu-west-1.amazonaws.com/ingest/*',
        ]),
        roles: patterns('The roles of jobs, tasks and their execution.', [
          'arn:aws:iam::123456789012:role/ingest-*',
        ]),
        serviceAccounts: patterns('The Kubernetes service accounts of pods on EKS.', ['ingest']),
        namespaces: patterns('The Kubernetes namespaces of pods on EKS, as far as they are named.', [
          'ingest',
        ]),
        secrets: patterns(
          'What secrets are taken from: ARNs and names of Secrets Manager and the Parameter Store, also for logs and private registries, and the secrets of pods.',
          ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:ingest/*'],
        ),
        fileSystems: patterns(
          'The file systems that containers mount: ids of EFS, ARNs of S3 Files, and persistent volume claims of pods.',
          ['fs-0123456789abcdef0'],
        ),
        allowPrivileged: {
          description:
            'Whether containers may be privileged, which is as good as root on their host and leads around every other restriction.',
          type: 'boolean',
          default: false,
        },
        allowHostVolumes: allowing(
          'The folders and files of the host that containers may mount, by their paths.',
          ['/scratch', '/scratch/*'],
        ),
        allowDevices: allowing('The devices of the host that containers may use, by their paths.', [
          '/dev/fuse',
        ]),
        maxIndexes: {
          description: 'The most indexes that one ArrayJob may have, also when its items are listed later.',
          type: 'integer',
          minimum: 1,
          maximum: INDEXES_MAX,
          examples: [100_000],
        },
        perChild: {
          description:
            'The most that one child may ask for, all its containers together. A child that does not say how many vCPUs or how much memory it wants is refused where these are restricted.',
          type: 'object',
          minProperties: 1,
          properties: {
            vcpus: { description: 'vCPUs.', type: 'number', minimum: 0.25, maximum: 10_000, examples: [16] },
            memoryMiB: {
              description: 'Memory in MiB.',
              type: 'integer',
              minimum: 1,
              maximum: 100_000_000,
              examples: [65_536],
            },
            gpus: {
              description: 'GPUs; 0 allows none.',
              type: 'integer',
              minimum: 0,
              maximum: 1_000,
              examples: [0],
            },
          },
          additionalProperties: false,
        },
        requiredTags: {
          description:
            'Tags that spec.tags of every ArrayJob must have, with the patterns of their values. A map of lists.',
          type: 'object',
          maxProperties: 40,
          propertyNames: { minLength: 1, maxLength: 128 },
          additionalProperties: {
            type: 'array',
            minItems: 1,
            maxItems: 1_000,
            items: { description: 'A pattern.', type: 'string', minLength: 1, maxLength: 512 },
          },
          examples: [{ team: ['ingest'], 'cost-center': ['*'] }],
        },
      },
      additionalProperties: false,
    },
  },
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  additionalProperties: false,
  examples: [
    {
      apiVersion: API_VERSION,
      kind: 'Policy',
      metadata: { name: 'ingest' },
      spec: {
        queues: ['ingest-*'],
        images: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/ingest/*'],
        maxIndexes: 100_000,
        requiredTags: { team: ['ingest'] },
      },
    },
  ],
};
