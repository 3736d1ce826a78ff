import { isObject } from '../../core/json.ts';
import { DEFINITION_BYTES_MAX } from '../../core/limits.ts';
import type { JsonPath } from '../../core/finding.ts';
import type { SoundParts } from '../read.ts';
import type { Report } from '../report.ts';
import type { JobDefinitionFields } from '../resources.ts';
import { checkRequirements } from './requirements.ts';
import { checkRetries } from './retries.ts';
import { checkTags } from './tags.ts';
import { checkVariables } from './variables.ts';

const PROPERTIES = ['containerProperties', 'ecsProperties', 'eksProperties', 'nodeProperties'] as const;

/** What the schema cannot say of a JobDefinition. Fields that the schema refuses are absent from `sound`. */
export function checkJobDefinition(
  sound: SoundParts,
  raw: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  const spec = sound.spec as Partial<JobDefinitionFields>;
  const given = PROPERTIES.filter((field) => isObject(raw['spec']) && raw['spec'][field] !== undefined);
  for (const field of PROPERTIES) {
    checkVariables(spec[field], ['spec', field], report);
    checkRequirements(spec[field], ['spec', field], report);
  }
  if (spec.retryStrategy) checkRetries(spec.retryStrategy, report);
  if (spec.tags) checkTags(spec.tags, false, report);
  if (spec.type) checkShape(spec, given, report);
  const bytes = Buffer.byteLength(JSON.stringify(spec));
  if (bytes > DEFINITION_BYTES_MAX) {
    report.error({
      code: 'DefinitionTooLarge',
      path: ['spec'],
      at: 'key',
      message: `The job definition has ${bytes} bytes, but AWS Batch takes ${DEFINITION_BYTES_MAX}.`,
      remedy: 'Move long values to files that the program reads.',
    });
  }
}

/** Which properties go with which type and platform (RegisterJobDefinitionRequest's doc comments). */
function checkShape(spec: Partial<JobDefinitionFields>, given: readonly string[], report: Report): void {
  const wrong = (path: JsonPath, message: string, remedy: string): void =>
    report.error({ code: 'DefinitionShape', path: ['spec', ...path], at: 'key', message, remedy });
  const platforms = spec.platformCapabilities ?? [];
  if (spec.type === 'multinode') {
    if (!given.includes('nodeProperties'))
      wrong(
        ['type'],
        'type is multinode, but there are no nodeProperties.',
        'Add nodeProperties, or write type: container.',
      );
    const platform = platforms.find((each) => each !== 'EC2');
    if (platform !== undefined)
      wrong(
        ['platformCapabilities'],
        `type is multinode, which ${platform} does not run.`,
        'Write type: container, or platformCapabilities: [EC2].',
      );
    return;
  }
  const single = given.filter((field) => field !== 'nodeProperties');
  if (given.includes('nodeProperties')) {
    wrong(
      ['nodeProperties'],
      'type is container, but there are nodeProperties.',
      'Remove nodeProperties: multi-node jobs cannot be arrays.',
    );
  }
  if (single.length === 0) {
    wrong(
      ['type'],
      'type is container, but nothing says what runs.',
      'Add one of containerProperties, ecsProperties and eksProperties.',
    );
  }
  if (single.length > 1) {
    wrong(
      [single[1]!],
      `The definition has ${single.join(' and ')}, but a job runs in one way only.`,
      'Keep one of them.',
    );
  }
  if (spec.containerProperties && spec.containerProperties['image'] === undefined) {
    wrong(
      ['containerProperties', 'image'],
      'containerProperties has no image, which is required.',
      'Add image: and the name of a container image.',
    );
  }
  if (given.includes('eksProperties')) {
    for (const field of ['propagateTags', 'platformCapabilities'] as const) {
      if (spec[field] !== undefined)
        wrong(
          [field],
          `${field} stands in a definition for EKS, where AWS Batch does not take it.`,
          `Remove ${field}.`,
        );
    }
  }
  if (platforms.includes('MANAGED_INSTANCES') && given.includes('containerProperties')) {
    wrong(
      ['containerProperties'],
      'MANAGED_INSTANCES runs ecsProperties only.',
      'Write the container as ecsProperties.',
    );
  }
}
