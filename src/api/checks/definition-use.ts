import { TAGS_MAX } from '../../core/limits.ts';
import { CONTROLLER_TAGS } from '../names.ts';
import { nearest } from '../nearest.ts';
import { kindOf } from '../own.ts';
import type { OwnResult, ReportFor } from '../own.ts';
import type { ReadArrayJob, ReadJobDefinition } from '../read.ts';
import type { Report } from '../report.ts';

/** Which properties of a definition each kind of overrides belongs to. */
const FITS = {
  containerOverrides: 'containerProperties',
  ecsPropertiesOverride: 'ecsProperties',
  eksPropertiesOverride: 'eksProperties',
} as const;

/** What an ArrayJob and the JobDefinition of the source that it names get wrong together. */
export function reportDefinitionUse(
  jobs: readonly ReadArrayJob[],
  own: readonly OwnResult[],
  reportFor: ReportFor,
): void {
  const definitions = new Map(
    own.flatMap((each) => (each.kind === 'JobDefinition' ? [[each.name, each]] : [])),
  );
  const names = new Set(
    own.flatMap((each) => (kindOf(each) === 'JobDefinition' && each.name !== undefined ? [each.name] : [])),
  );
  for (const job of jobs) {
    const { jobDefinition } = job.desired;
    const definition = definitions.get(jobDefinition);
    if (definition) reportUse(job, definition, reportFor);
    else if (!names.has(jobDefinition)) reportNear(jobDefinition, names, () => reportFor(job));
  }
}

/** A revision or an ARN is meant for AWS Batch; a bare name may be a slip. */
function reportNear(jobDefinition: string, names: ReadonlySet<string>, report: () => Report): void {
  if (jobDefinition.includes(':')) return;
  const meant = nearest(jobDefinition, names);
  if (meant === undefined) return;
  report().warning({
    code: 'NearDefinition',
    path: ['spec', 'jobDefinition'],
    message: `jobDefinition names ${jobDefinition}, which is not in the source; the source has ${meant}.`,
    remedy: `Write ${meant}, or leave it if AWS Batch knows ${jobDefinition}.`,
  });
}

function reportUse(job: ReadArrayJob, definition: ReadJobDefinition, reportFor: ReportFor): void {
  const { desired } = job;
  const { body, name } = definition.desired;
  if (body['type'] === 'multinode') {
    reportFor(job).error({
      code: 'MultinodeArray',
      path: ['spec', 'jobDefinition'],
      message: `The JobDefinition ${name} is multi-node parallel; such jobs cannot be arrays.`,
      remedy: 'Name a JobDefinition of type container.',
    });
    return;
  }
  for (const [override, properties] of Object.entries(FITS)) {
    if (desired.submit[override] === undefined || body[properties] !== undefined) continue;
    const has = Object.values(FITS).find((each) => body[each] !== undefined);
    const fitting = Object.entries(FITS).find(([, each]) => each === has)?.[0];
    if (has === undefined || fitting === undefined) continue;
    reportFor(job).error({
      code: 'OverrideMismatch',
      path: ['spec', override],
      at: 'key',
      message: `${override} is for definitions with ${properties}, but the JobDefinition ${name} has ${has}.`,
      remedy: `Write the overrides as ${fitting}.`,
    });
  }
  reportCombinedTags(job, definition, reportFor);
}

/** More than 50 tags of job and definition together move a job to FAILED when they are propagated (SubmitJobRequest.propagateTags). */
function reportCombinedTags(job: ReadArrayJob, definition: ReadJobDefinition, reportFor: ReportFor): void {
  const { body, name } = definition.desired;
  if (!(job.desired.submit['propagateTags'] ?? body['propagateTags'] ?? false)) return;
  const theirs = Object.keys((body['tags'] ?? {}) as Readonly<Record<string, string>>);
  const count = new Set([...Object.keys(job.desired.tags), ...theirs]).size + CONTROLLER_TAGS;
  if (count <= TAGS_MAX) return;
  reportFor(job).error({
    code: 'TooManyTags',
    path: ['spec', 'tags'],
    message: `With propagateTags, the tags of the job, of the JobDefinition ${name} and of the controller are ${count} together, but AWS fails jobs with more than ${TAGS_MAX}.`,
    remedy: `Remove ${count - TAGS_MAX} of them, or write propagateTags: false.`,
  });
}
