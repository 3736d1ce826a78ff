import { compareCatalogs } from '../../controller/comparison.ts';
import { systemClock } from '../../controller/clock.ts';
import { preview } from '../../controller/preview.ts';
import { changeMarkdown } from '../../core/change-markdown.ts';
import type { ChangeReport } from '../../core/change-report.ts';
import { sentences } from '../../core/finding.ts';
import { isEmpty } from '../../core/intervals.ts';
import { homeOf, openSource, statePlace, storeForLooking } from '../common.ts';
import { dataFolder, localEndpoint, remoteEndpoint } from '../endpoint.ts';
import { policyIn } from '../policy-file.ts';
import { harmlessLine, jsonText, print, printError } from '../text.ts';
import { commentTarget, postComment } from './comment.ts';
import { failureOf, NEW, plannedMore, plannedObject, printObject } from './objects.ts';

export interface PlanOptions {
  readonly base?: string;
  readonly offline?: boolean;
  readonly statusFrom?: string;
  readonly local?: boolean;
  readonly data?: string;
  readonly state?: string;
  readonly sourceId?: string;
  readonly policy?: string;
  readonly comment?: boolean;
  readonly apiUrl?: string;
  readonly tokenEnv?: string;
  readonly output?: string;
}

/** How long what has no answer is looked for: a plan looks once. */
export const SETTLE_MS = 30_000;

/** Prints what `run` would do now; gives the exit status. */
export async function planNow(where: string, options: PlanOptions): Promise<number> {
  const target = options.comment === true ? await commentTarget(options) : undefined;
  const policy = await policyIn(options.policy);
  const source = await openSource(where, () => undefined);
  const endpoint =
    options.local === true
      ? await localEndpoint({ dataDir: dataFolder(options.data, homeOf(source)), onNote: () => undefined })
      : remoteEndpoint();
  try {
    const store = await storeForLooking(statePlace(options.state, source), endpoint.engine?.url);
    const seen = await preview({
      source,
      store,
      api: endpoint.api,
      s3: endpoint.s3,
      clock: systemClock(),
      sourceId: options.sourceId,
      settleMs: SETTLE_MS,
      policy,
    });
    await store.close();
    const objects = seen.objects.map((each) => plannedObject(each, seen.isNewSource));
    const more = seen.objects.map(plannedMore);
    const changes = objects.some((each) => each.actions.length > 0);
    const failed = objects.find((_, i) => failureOf(seen.objects[i]!) !== undefined);
    if (options.output === 'markdown' || target !== undefined) {
      const report = await compareCatalogs({
        base: undefined,
        head: { catalog: seen.catalog, preview: seen },
        api: endpoint.api,
        notes: ['What a run would do now.'],
      });
      const text = changeMarkdown(withoutIdle(report));
      if (options.output === 'markdown') print(text.trimEnd());
      if (target !== undefined) await postComment(target, text, changes);
    }
    if (options.output === 'json') {
      const all = objects.map((each, i) => ({ ...each, ...more[i] }));
      print(jsonText({ sourceId: seen.isNewSource ? NEW : seen.sourceId, objects: all }, 2));
    } else if (options.output === undefined) objects.forEach((each, i) => printObject(each, more[i]!));
    if (options.output !== 'markdown') {
      for (const { place, message, remedy, severity } of seen.catalog.findings) {
        printError(
          harmlessLine(
            `${place.file}:${place.line}:${place.column}: ${severity}: ${sentences(message, remedy)}`,
          ),
        );
      }
    }
    if (objects.length === 0 && seen.catalog.findings.length === 0 && options.output === undefined)
      printError(`${where} declares nothing: there is nothing to do`);
    if (failed !== undefined) {
      printError(`${failed.object}: ${failureOf(seen.objects[objects.indexOf(failed)]!) ?? ''}`);
      return 2;
    }
    return changes ? 1 : 0;
  } finally {
    await endpoint.close();
    await source.close();
  }
}

/** Without the objects for which there is nothing to do. */
function withoutIdle(report: ChangeReport): ChangeReport {
  const objects = report.objects.filter(
    ({ runs, submits, stops, registers, warnings, change }) =>
      registers ||
      change === 'removed' ||
      submits.arrays + stops.arrays + warnings.length > 0 ||
      (runs !== undefined && (runs.indexes === undefined || !isEmpty(runs.indexes))),
  );
  return { ...report, objects };
}
