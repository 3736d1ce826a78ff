import { DNS_LABEL, LABEL_KEY } from '../src/api/patterns.ts';
import { RERUN_ANNOTATION } from '../src/api/names.ts';
import type { Schema } from './schema.ts';

const NAME_MAX = 63;

/** `metadata`, the same in both kinds. */
export const METADATA: Schema = {
  description: 'Who the resource is.',
  type: 'object',
  properties: {
    name: {
      description:
        'The name of the resource: a DNS label of at most 63 characters, unique per kind in a source. It begins the names of the jobs in AWS Batch.',
      type: 'string',
      maxLength: NAME_MAX,
      pattern: DNS_LABEL.source,
      examples: ['process-daily-files'],
    },
    labels: {
      description:
        'Labels of your own, to find resources by. They change nothing that runs. A map of strings.',
      type: 'object',
      propertyNames: { maxLength: 317, pattern: LABEL_KEY.source },
      additionalProperties: { type: 'string' },
      examples: [{ team: 'ingest' }],
    },
    annotations: {
      description: `Notes of your own and for tools. A map of strings. One has a meaning here: any new value of ${RERUN_ANNOTATION} requests a new run of all indexes; failed@… limits it to the failed ones, and an interval text such as 3,17-19@… to these indexes.`,
      type: 'object',
      properties: {
        [RERUN_ANNOTATION]: {
          description:
            'Any new value requests a new run of all indexes. The part before @ limits it: failed, or an interval text such as 3,17-19.',
          type: 'string',
          examples: ['2026-11-23', 'failed@2026-11-23', '3,17-19@second-try'],
        },
      },
      propertyNames: { maxLength: 317, pattern: LABEL_KEY.source },
      additionalProperties: { type: 'string' },
    },
  },
  required: ['name'],
  additionalProperties: false,
};

/** `status`, the controller's to write. */
export const STATUS: Schema = {
  description: 'Written by the controller; whatever is written here by hand is replaced.',
};

/** A name that another resource of the source must have. */
export const RESOURCE_NAME: Schema = { type: 'string', maxLength: NAME_MAX, pattern: DNS_LABEL.source };
