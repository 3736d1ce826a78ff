import { isObject } from '../../core/json.ts';
import type { JsonObject } from '../../core/json.ts';
import { OVERRIDES_CHARACTERS_MAX, SUBMIT_BYTES_MAX } from '../../core/limits.ts';
import { SUBMIT_FIELDS } from '../desired.ts';
import { DEFAULT_MANIFEST_KEY } from '../names.ts';
import type { Report } from '../report.ts';
import type { ArrayJobFields } from '../resources.ts';
import { checkRequirements } from './requirements.ts';
import { checkVariables } from './variables.ts';

export const OVERRIDES = ['containerOverrides', 'ecsPropertiesOverride', 'eksPropertiesOverride'] as const;

/** What a variable costs beside its name and value: `{"name":"","value":""},`. */
const VARIABLE_CHARACTERS = 23;

/** The prelude that works out the index for a size job, with room to grow. */
export const PRELUDE_CHARACTERS = 700;

/** The least room for the interval text; longer texts are cut into more shards or go through the manifest. */
const INTERVALS_CHARACTERS = 256;

/** Job ids of dependencies, the job's name and the controller's tags in a request. Bytes. */
const REQUEST_BYTES = 3 * 1024;

export function checkOverrides(spec: Partial<ArrayJobFields>, name: string, report: Report): void {
  const given = OVERRIDES.filter((field) => spec[field] !== undefined);
  for (const field of given) {
    checkVariables(spec[field], ['spec', field], report);
    checkRequirements(spec[field], ['spec', field], report);
  }
  const second = given[1];
  if (second !== undefined) {
    report.error({
      code: 'OneOverride',
      path: ['spec', second],
      at: 'key',
      message: `The spec has ${given.join(' and ')}, but a job takes only one of them.`,
      remedy:
        'Keep the one that fits the job definition: containerProperties, ecsProperties or eksProperties.',
    });
  }
  for (const field of given) {
    const length = JSON.stringify(spec[field]).length;
    const room = controllerRoom(spec, name, containersOf(spec[field]));
    if (length + room > OVERRIDES_CHARACTERS_MAX) {
      report.error({
        code: 'OverridesTooLong',
        path: ['spec', field],
        at: 'key',
        message: `${field} has ${length} characters, and with about ${room} that the controller adds passes the ${OVERRIDES_CHARACTERS_MAX} that AWS Batch takes; the job would be accepted and then fail.`,
        remedy:
          'Move environment or command to the job definition, or long values to a file that the program reads.',
      });
    }
  }
  checkRequest(spec, name, report);
}

function checkRequest(spec: Partial<ArrayJobFields>, name: string, report: Report): void {
  const fields = [...SUBMIT_FIELDS, 'tags', 'jobQueue', 'jobDefinition'] as const;
  const request = Object.fromEntries(fields.map((field) => [field, spec[field]]));
  const bytes = Buffer.byteLength(JSON.stringify(request)) + REQUEST_BYTES + controllerRoom(spec, name, 1);
  if (bytes <= SUBMIT_BYTES_MAX) return;
  report.error({
    code: 'RequestTooLarge',
    path: ['spec'],
    at: 'key',
    message: `The SubmitJob request would have about ${bytes} bytes, but AWS Batch takes ${SUBMIT_BYTES_MAX}.`,
    remedy: 'Shorten parameters, overrides or tags; give long values in work.items or in a file.',
  });
}

/** Characters of the variables and the prelude that the controller adds to so many containers. */
function controllerRoom(spec: Partial<ArrayJobFields>, name: string, containers: number): number {
  const numbers = ['ARRAYJOB_RUN', 'ARRAYJOB_ROUND', 'ARRAYJOB_TOTAL'].map((each) => each.length + 10);
  const sizes = [
    'ARRAYJOB_NAME'.length + name.length,
    'ARRAYJOB_INDEXES'.length + INTERVALS_CHARACTERS,
    ...numbers,
  ];
  if (spec.manifest) {
    const bucket = spec.manifest.bucket.length;
    const key = (spec.manifest.key ?? DEFAULT_MANIFEST_KEY)
      .replace('{name}', name)
      .replace('{revision}', '0'.repeat(12))
      .replace(/\{[^{}]*\}/g, '0'.repeat(10)).length;
    sizes.push('ARRAYJOB_MANIFEST'.length + 's3:///'.length + bucket + key);
    sizes.push('ARRAYJOB_MANIFEST_BUCKET'.length + bucket, 'ARRAYJOB_MANIFEST_KEY'.length + key);
  }
  const variables = sizes.reduce((sum, each) => sum + each + VARIABLE_CHARACTERS, 0);
  const wrapped = spec.work?.size !== undefined && spec.indexMapping !== 'Environment';
  return (variables + (wrapped ? PRELUDE_CHARACTERS : 0)) * containers;
}

/** The containers of an ECS or EKS override; 1 for anything else. */
function containersOf(override: JsonObject | undefined): number {
  const tasks = override?.['taskProperties'];
  const lists = Array.isArray(tasks) ? tasks : [override?.['podProperties']];
  const count = lists.reduce((sum: number, each) => {
    const containers: unknown = isObject(each) ? each['containers'] : undefined;
    return sum + (Array.isArray(containers) ? containers.length : 0);
  }, 0);
  return Math.max(1, count);
}
