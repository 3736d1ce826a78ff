import { isObject } from '../../core/json.ts';
import { parse } from '../../core/intervals.ts';
import { RERUN_ANNOTATION } from '../names.ts';
import { shown } from '../paths.ts';
import type { SoundParts } from '../read.ts';
import type { Report } from '../report.ts';
import type { ArrayJobFields, FailureRuleFields, MetadataFields } from '../resources.ts';
import { checkDependencies } from './dependencies.ts';
import { checkManifestKey, checkManifestPresent } from './manifest.ts';
import { checkOverrides } from './overrides.ts';
import { checkRetries } from './retries.ts';
import { checkTags } from './tags.ts';
import { checkInside, checkWork } from './work.ts';

/** What the schema cannot say of an ArrayJob. Fields that the schema refuses are absent from `sound`. */
export function checkArrayJob(
  sound: SoundParts,
  raw: Readonly<Record<string, unknown>>,
  file: string,
  report: Report,
): void {
  const spec = sound.spec as Partial<ArrayJobFields>;
  const { annotations, name = '' } = sound.metadata as Partial<MetadataFields>;
  const rerun = annotations?.[RERUN_ANNOTATION];
  if (rerun !== undefined) checkRerun(rerun, report);
  if (spec.work) {
    checkWork(spec.work, spec, report);
    if (spec.work.file !== undefined) checkInside(spec.work.file, file, report);
    if (isObject(raw['spec']) && raw['spec']['manifest'] === undefined)
      checkManifestPresent(spec.work, report);
  }
  if (spec.manifest?.key !== undefined) checkManifestKey(spec.manifest.key, spec, report);
  if (spec.retryStrategy) checkRetries(spec.retryStrategy, report);
  if (spec.tags) checkTags(spec.tags, true, report);
  if (spec.failurePolicy) checkRules(spec.failurePolicy.rules, report);
  if (spec.dependsOn) checkDependencies(spec.dependsOn, report);
  checkOverrides(spec, name, report);
}

/** `<anything>`, or `failed` or an interval text before an `@`. */
function checkRerun(value: string, report: Report): void {
  const at = value.indexOf('@');
  if (at === -1) return;
  const part = value.slice(0, at).trim();
  const intervals = parse(part);
  if (part === 'failed' || (intervals.skipped.length === 0 && intervals.set.length > 0)) return;
  report.error({
    code: 'WrongRerun',
    path: ['metadata', 'annotations', RERUN_ANNOTATION],
    message: `The annotation is ${shown(value)}, but the part before @ must be failed or an interval text such as 3,17-19.`,
    remedy: 'Write failed@… or 3,17-19@… to limit the run, or a value without @ to run every index again.',
  });
}

function checkRules(rules: readonly FailureRuleFields[], report: Report): void {
  for (const [index, rule] of rules.entries()) {
    const zero = rule.onExitCodes?.operator === 'In' ? rule.onExitCodes.values.indexOf(0) : -1;
    if (zero === -1) continue;
    report.error({
      code: 'ZeroExitCode',
      path: ['spec', 'failurePolicy', 'rules', index, 'onExitCodes', 'values', zero],
      message: 'The rule asks for exit code 0, which is success and never a failure.',
      remedy: 'Remove the 0.',
    });
  }
}
