import { API_VERSION, DEFAULT_MANIFEST_KEY } from '../src/api/names.ts';
import { BUCKET, GLOB_AT_END, JOB_DEFINITION, JOB_QUEUE, PERCENTAGE } from '../src/api/patterns.ts';
import { ARRAY_SIZE_MAX, ARRAY_SIZE_MIN, EXIT_PATTERN_MAX, INDEXES_MAX } from '../src/core/limits.ts';
import { METADATA, RESOURCE_NAME, STATUS } from './common.ts';
import { WORK } from './work.own.ts';
import type { Schema } from './schema.ts';

/** A count or a share; `titles` of the branches complete the sentence "must be … or …". */
const AMOUNT: Schema = {
  description: 'A number of indexes, or a percentage of the total.',
  anyOf: [
    { title: 'a whole number from 0', type: 'integer', minimum: 0, maximum: INDEXES_MAX },
    { title: 'a percentage such as 5%', type: 'string', pattern: PERCENTAGE.source },
  ],
};

const amount = (description: string, rest: Schema = {}): Schema => ({
  description,
  $ref: '#/$defs/Amount',
  ...rest,
});

const FAILURE_RULE: Schema = {
  description:
    'One rule: an action and at least one condition; every condition that is present must match. The first rule that matches a failed index decides.',
  type: 'object',
  minProperties: 2,
  properties: {
    action: {
      description:
        'FailJob stops the whole run; FailIndex fails the index for good, whatever its backoffLimitPerIndex; Ignore submits the index again without counting; Count is what happens without a rule.',
      type: 'string',
      enum: ['FailJob', 'FailIndex', 'Ignore', 'Count'],
    },
    onExitCodes: {
      description: "Matches by the exit code of the child's last attempt.",
      type: 'object',
      properties: {
        operator: {
          description: 'In: the exit code is one of the values. NotIn: it is none of them.',
          type: 'string',
          enum: ['In', 'NotIn'],
        },
        values: {
          description: 'Exit codes.',
          type: 'array',
          minItems: 1,
          maxItems: 255,
          uniqueItems: true,
          items: { description: 'An exit code.', type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 32 - 1 },
          examples: [[42]],
        },
      },
      required: ['operator', 'values'],
      additionalProperties: false,
    },
    onReason: {
      description:
        "Matches the reason of the child's container, as evaluateOnExit does: exactly, or its beginning when it ends with *.",
      type: 'string',
      minLength: 1,
      maxLength: EXIT_PATTERN_MAX,
      pattern: GLOB_AT_END.source,
      examples: ['OutOfMemoryError*'],
    },
    onStatusReason: {
      description: "Matches the child's statusReason: exactly, or its beginning when it ends with *.",
      type: 'string',
      minLength: 1,
      maxLength: EXIT_PATTERN_MAX,
      pattern: GLOB_AT_END.source,
      examples: ['Host EC2*'],
    },
  },
  required: ['action'],
  additionalProperties: false,
};

const DEPENDENCY: Schema = {
  description:
    'An ArrayJob of this source that must have succeeded first, or the order of the own indexes (type SEQUENTIAL).',
  type: 'object',
  properties: {
    name: { description: 'The metadata.name of an ArrayJob of this source.', ...RESOURCE_NAME },
    type: {
      description:
        'Left out: waits for the whole of the other. N_TO_N: index i waits for index i of the other, over equal totals. SEQUENTIAL: the own indexes run in order; takes no name.',
      type: 'string',
      enum: ['N_TO_N', 'SEQUENTIAL'],
    },
    minSucceeded: amount('Go on as soon as so many indexes of the other have succeeded, instead of all.', {
      examples: ['95%'],
    }),
  },
  additionalProperties: false,
  if: { properties: { type: { const: 'SEQUENTIAL' } }, required: ['type'] },
  then: { properties: { name: false, minSucceeded: false } },
  else: { properties: { name: true }, required: ['name'] },
};

/** The fields of an ArrayJob's spec that this project defines; SubmitJob's own are added to them. */
const OWN_FIELDS: Readonly<Record<string, Schema>> = {
  jobQueue: {
    description: 'The job queue, by name or ARN. Changing it moves only indexes that have not succeeded.',
    type: 'string',
    pattern: JOB_QUEUE.source,
    examples: ['my-job-queue'],
  },
  jobDefinition: {
    description:
      'What the children run: the name of a JobDefinition of this source; otherwise a name, name:revision or ARN that AWS Batch knows.',
    type: 'string',
    pattern: JOB_DEFINITION.source,
    examples: ['file-processor', 'file-processor:3'],
  },
  work: WORK,
  itemsPerChild: {
    description: 'How many consecutive items one index stands for. Not with work.size, which has no items.',
    type: 'integer',
    minimum: 1,
    maximum: INDEXES_MAX,
    default: 1,
  },
  manifest: {
    description:
      'Where the children read their items: a JSON list whose element k is for the child at position k of its array. Needed for every work but size.',
    type: 'object',
    properties: {
      bucket: {
        description: 'The bucket that manifests are written to; children read from it.',
        type: 'string',
        pattern: BUCKET.source,
        examples: ['my-data-bucket'],
      },
      key: {
        description:
          'The key of a manifest, with {name}, {revision}, {run}, {round} and {shard} replaced. A key without {round} and {shard} is allowed only when there can be only one array at a time.',
        type: 'string',
        minLength: 1,
        maxLength: 1024,
        default: DEFAULT_MANIFEST_KEY,
      },
    },
    required: ['bucket'],
    additionalProperties: false,
  },
  indexMapping: {
    description:
      'How a child of a size job learns its index when its position in the array differs from it, as in a retry. Command: the command is wrapped so that AWS_BATCH_JOB_ARRAY_INDEX is the index. Environment: the program reads ARRAYJOB_INDEXES itself.',
    type: 'string',
    enum: ['Command', 'Environment'],
    default: 'Command',
  },
  backoffLimitPerIndex: {
    description:
      "How often a failed index is submitted again, in a new array, after AWS Batch's own attempts (retryStrategy) are used up.",
    type: 'integer',
    minimum: 0,
    maximum: INDEXES_MAX,
    default: 0,
  },
  maxFailedIndexes: amount(
    'Stops the run when more indexes than this have failed for good: a number, or a percentage of the total. Left out: it goes on to the end.',
    { examples: [10, '5%'] },
  ),
  failurePolicy: {
    description: 'What a failure of one index means for the others, by exit code or reason.',
    type: 'object',
    properties: {
      rules: {
        description: 'Tried in order; the first that matches decides.',
        type: 'array',
        items: { $ref: '#/$defs/FailureRule' },
      },
    },
    required: ['rules'],
    additionalProperties: false,
    examples: [{ rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] }],
  },
  successPolicy: {
    description: 'When the run counts as succeeded although indexes have failed.',
    type: 'object',
    properties: {
      minSucceeded: amount('So many indexes, or such a percentage of the total, are enough.', {
        examples: ['99%'],
      }),
    },
    required: ['minSucceeded'],
    additionalProperties: false,
  },
  parallelism: {
    description: 'At most so many indexes submitted and unfinished at a time. Left out: all of them.',
    type: 'integer',
    minimum: 1,
    maximum: INDEXES_MAX,
    examples: [500],
  },
  shardSize: {
    description: 'At most so many children in one array.',
    type: 'integer',
    minimum: ARRAY_SIZE_MIN,
    maximum: ARRAY_SIZE_MAX,
    default: ARRAY_SIZE_MAX,
  },
  activeDeadlineSeconds: {
    description:
      'The run is stopped and failed when it has taken longer than this, from its first submission. Seconds.',
    type: 'integer',
    minimum: 1,
    maximum: INDEXES_MAX,
    examples: [86400],
  },
  dependsOn: {
    description: 'What must have succeeded before indexes of this ArrayJob run.',
    type: 'array',
    items: { $ref: '#/$defs/Dependency' },
    examples: [[{ name: 'stage-inputs' }, { name: 'split', type: 'N_TO_N' }]],
  },
  onChange: {
    description:
      'What a new revision does to a run that is going. Replace: stops it. Wait: lets it end first. Ignore: takes no notice until it has ended.',
    type: 'string',
    enum: ['Replace', 'Wait', 'Ignore'],
    default: 'Replace',
  },
  onUpstreamChange: {
    description:
      'What a new revision of a dependency does to this ArrayJob. Rerun: runs it again afterwards.',
    type: 'string',
    enum: ['Rerun', 'Ignore'],
    default: 'Rerun',
  },
  canary: amount(
    'When the first so many indexes (at least 10) of a run all fail alike, the rest is stopped. 0 switches it off. Left out: the larger of 10 and 1%.',
    { examples: ['1%', 0] },
  ),
  suspend: {
    description: 'Stops what runs and submits nothing until it is false again; successes stand.',
    type: 'boolean',
    default: false,
  },
  deletionPolicy: {
    description: 'What happens to running arrays when the ArrayJob is removed from the source.',
    type: 'string',
    enum: ['Terminate', 'Orphan'],
    default: 'Terminate',
  },
};

/** The members of SubmitJob that the controller sets itself, or that arrays cannot have. */
export const NOT_FROM_SUBMIT: readonly string[] = ['jobName', 'arrayProperties', 'nodeOverrides'];

/** The schema of an ArrayJob; `submit` is SubmitJobRequest as the SDK has it. */
export function arrayJobSchema(submit: Schema): Schema {
  const theirs = Object.entries(submit.properties ?? {}).filter(
    ([name]) => !(name in OWN_FIELDS) && !NOT_FROM_SUBMIT.includes(name),
  );
  return {
    title: 'ArrayJob',
    description:
      'Declares that each of these items has been processed by this program; the controller submits AWS Batch arrays over the indexes for which it is not so yet.',
    type: 'object',
    properties: {
      apiVersion: {
        description: `The version of this format: ${API_VERSION}.`,
        type: 'string',
        const: API_VERSION,
      },
      kind: { description: 'The kind of this resource: ArrayJob.', type: 'string', const: 'ArrayJob' },
      metadata: METADATA,
      spec: {
        description: 'What is wanted.',
        type: 'object',
        properties: { ...OWN_FIELDS, ...Object.fromEntries(theirs) },
        required: ['jobQueue', 'jobDefinition', 'work'],
        additionalProperties: false,
      },
      status: STATUS,
    },
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    additionalProperties: false,
    examples: [
      {
        apiVersion: API_VERSION,
        kind: 'ArrayJob',
        metadata: { name: 'process-daily-files', labels: { team: 'ingest' } },
        spec: {
          jobQueue: 'my-job-queue',
          jobDefinition: 'file-processor',
          work: { s3: { bucket: 'my-data-bucket', prefix: 'input/', include: ['**/*.csv'] } },
          manifest: { bucket: 'my-data-bucket' },
        },
      },
    ],
  };
}

/** Parts that several fields share, by the name that they are referred to. */
export const OWN_DEFINITIONS: Readonly<Record<string, Schema>> = {
  Amount: AMOUNT,
  FailureRule: FAILURE_RULE,
  Dependency: DEPENDENCY,
};
