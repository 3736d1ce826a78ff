import { BUCKET, DURATION } from '../src/api/patterns.ts';
import { INDEXES_MAX } from '../src/core/limits.ts';
import type { Schema } from './schema.ts';

const ANY_ITEM: Schema = { description: 'An item: any JSON value.' };
const GLOBS: Schema = { type: 'array', items: { type: 'string', minLength: 1 } };

/** `spec.work`. */
export const WORK: Schema = {
  description:
    'Where the items come from: exactly one of size, items, matrix, file and s3. Each index of the ArrayJob stands for one item, or for itemsPerChild of them.',
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  properties: {
    size: {
      description:
        'So many indexes and no items: a child works with its bare index, AWS_BATCH_JOB_ARRAY_INDEX. 0 means nothing to do; more than shardSize become several arrays.',
      type: 'integer',
      minimum: 0,
      maximum: INDEXES_MAX,
      examples: [1000],
    },
    items: {
      description: 'The items themselves; any JSON value is an item.',
      type: 'array',
      items: ANY_ITEM,
      examples: [[{ file_key: 'a.csv', parameters: { threshold: 0.5 } }]],
    },
    matrix: {
      description:
        'One item for each combination of the values of these axes, as in the matrix of a CI system. The key is an axis, the value the list of its values; include and exclude add and remove combinations.',
      type: 'object',
      minProperties: 1,
      properties: {
        include: {
          description:
            'Combinations to add, or members to add to the combinations that agree with them on every axis they name.',
          type: 'array',
          items: { description: 'Members of one combination.', type: 'object', minProperties: 1 },
        },
        exclude: {
          description: 'Combinations to leave out: those that agree with an entry on every axis it names.',
          type: 'array',
          items: { description: 'Values of one or more axes.', type: 'object', minProperties: 1 },
        },
      },
      additionalProperties: {
        description: 'The values of one axis.',
        type: 'array',
        minItems: 1,
        items: { description: 'A value of the axis: any JSON value.' },
      },
      examples: [{ threshold: [0.1, 0.5], model: ['a', 'b'] }],
    },
    file: {
      description:
        'The path of a file beside the spec: .json (a list of items), .jsonl (an item a line) or .csv (a header row, then a record a line). Relative to the spec, never outside the source.',
      type: 'string',
      minLength: 1,
      examples: ['items.jsonl'],
    },
    s3: {
      description: 'One item for each object under a prefix of a bucket.',
      type: 'object',
      properties: {
        bucket: {
          description: 'The name of the bucket that is listed.',
          type: 'string',
          pattern: BUCKET.source,
          examples: ['my-data-bucket'],
        },
        prefix: {
          description: 'Only objects whose keys begin so; the whole bucket when empty.',
          type: 'string',
          maxLength: 1024,
          default: '',
          examples: ['input/'],
        },
        include: {
          description:
            'Only objects whose keys, without the prefix, match one of these globs. Empty: all of them.',
          ...GLOBS,
          default: [],
          examples: [['**/*.csv']],
        },
        exclude: {
          description: 'Leave out objects whose keys, without the prefix, match one of these globs.',
          ...GLOBS,
          default: [],
          examples: [['**/_SUCCESS']],
        },
        parameters: {
          description: 'Given to every item as its member parameters.',
          type: 'object',
          examples: [{ threshold: 0.5 }],
        },
        refreshInterval: {
          description:
            'How often the prefix is listed again while the controller runs (500ms, 10s, 5m, 24h). Left out: only when the spec changes.',
          type: 'string',
          pattern: DURATION.source,
          examples: ['5m'],
        },
      },
      required: ['bucket'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
