import { setTimeout as delay } from 'node:timers/promises';
import type { JobDetail } from '../../batch/api.ts';
import type { StreamPlace } from '../../batch/log-streams.ts';
import { describeAll } from '../../batch/observe.ts';
import { harmless, printError } from '../text.ts';
import type { Access } from './access.ts';
import { writeLines } from './output.ts';
import { type AttemptLog, isOver, logsOf, type WhichAttempt } from './streams.ts';

/** What is to be shown of one index. */
export interface Target {
  readonly index: number;
  /** Undefined when Batch does not know it any more. */
  readonly jobId: string | undefined;
  /** The log of a failure, which is known even then. */
  readonly place?: StreamPlace | undefined;
  readonly heading?: string;
}

/** Reads logs of one child after the other, each on from where it was read to before. */
export interface Reader {
  /** Whether anything could be shown. With `late`, a log that is missing may still come and is no news. */
  show(target: Target, log: AttemptLog, several: boolean, late: boolean): Promise<boolean>;
}

export function createReader(
  access: Access,
  options: { readonly timestamps: boolean; readonly tail: number | undefined },
): Reader {
  const places = new Map<string, string>();
  const headed = new Set<number>();

  return {
    async show(target, { attempt, place }, several, late) {
      const key = `${place.group} ${place.stream}`;
      let from = places.get(key);
      for (;;) {
        const { tail } = options;
        const here = from;
        const page = await access.ask(({ streams }) =>
          here === undefined && tail !== undefined ? streams.tail(place, tail) : streams.read(place, here),
        );
        if (page === 'missing') {
          if (!late) {
            const what = `index ${target.index}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
            printError(
              `${what}: there is no log stream ${harmless(place.stream)} in ${harmless(place.group)}: it printed nothing, its log has expired, or it was not allowed to write one; a log takes some seconds to appear`,
            );
          }
          return false;
        }
        if (target.heading !== undefined && !headed.has(target.index)) {
          headed.add(target.index);
          printError(harmless(target.heading));
        }
        const prefix = several ? `[${target.index}${attempt > 1 ? `#${attempt}` : ''}] ` : '';
        await writeLines(page.lines, prefix, options.timestamps);
        // The same token twice is the end of what is there (GetLogEvents).
        const atEnd = page.next === from || page.next === '';
        from = page.next;
        if (from !== '') places.set(key, from);
        if (atEnd || (page.lines.length === 0 && options.tail !== undefined)) return true;
      }
    },
  };
}

async function describe(access: Access, targets: readonly Target[]): Promise<ReadonlyMap<string, JobDetail>> {
  const ids = targets.flatMap(({ jobId }) => (jobId === undefined ? [] : [jobId]));
  return access.ask(({ api }) => describeAll(api, ids));
}

/** Shows what there is now, one child after the other. Gives whether there was anything. */
export async function showAll(
  access: Access,
  reader: Reader,
  targets: readonly Target[],
  which: WhichAttempt,
): Promise<boolean> {
  const jobs = await describe(access, targets);
  const several = targets.length > 1;
  let shown = false;
  for (const target of targets) {
    const logs = knownLogs(target, jobs, which);
    if (typeof logs === 'string') printError(`index ${target.index}: ${harmless(logs)}`);
    else
      for (const log of logs)
        shown = (await reader.show(target, log, several || which === 'all', false)) || shown;
  }
  return shown;
}

/** The logs of a target, or why there is none. */
function knownLogs(
  target: Target,
  jobs: ReadonlyMap<string, JobDetail>,
  which: WhichAttempt,
): readonly AttemptLog[] | string {
  const job = jobs.get(target.jobId ?? '');
  if (job !== undefined) {
    const found = logsOf(job, which);
    return found.kind === 'logs' ? found.logs : found.reason;
  }
  if (target.place !== undefined) return [{ attempt: 1, place: target.place }];
  return 'Batch no longer knows its job (it forgets them after 7 days), and with it the name of its log stream';
}

/** Between two looks; the more logs there are, the longer, so that the looks stay below the limits of CloudWatch. */
function restMs(logs: number): number {
  return Math.max(1_000, logs * 100);
}

/**
 * Shows what there is and what comes, until all children have ended and `lateMs` have passed for what they printed last.
 * Of a child that Batch itself tries again, further attempts are shown, too. Gives whether there was anything.
 */
export async function followAll(
  access: Access,
  reader: Reader,
  targets: readonly Target[],
  which: WhichAttempt,
  lateMs: number,
): Promise<boolean> {
  const several = targets.length > 1;
  const told = new Map<number, string>();
  const ended = new Map<number, number>();
  const first = new Map<number, number>();
  let shown = false;
  let open = targets;
  while (open.length > 0) {
    const jobs = await describe(access, open);
    for (const target of open) {
      const { index } = target;
      const job = jobs.get(target.jobId ?? '');
      const over = job === undefined || isOver(job);
      if (over && !ended.has(index)) ended.set(index, performance.now());
      // Attempts before the latest may have ended between two looks: all of them are read on.
      const logs = knownLogs(target, jobs, which === 'latest' ? 'all' : which);
      if (typeof logs === 'string') {
        if (told.get(index) !== logs) printError(`index ${index}: ${harmless(logs)}`);
        told.set(index, logs);
        continue;
      }
      told.delete(index);
      if (which === 'latest' && !first.has(index)) first.set(index, logs.at(-1)?.attempt ?? 1);
      const late = !over || performance.now() - (ended.get(index) ?? 0) < lateMs;
      for (const log of logs) {
        if (log.attempt < (first.get(index) ?? 1)) continue;
        shown = (await reader.show(target, log, several || which === 'all', late)) || shown;
      }
    }
    open = open.filter(({ index }) => {
      const since = ended.get(index);
      return since === undefined || (!told.has(index) && performance.now() - since < lateMs);
    });
    if (open.length > 0) await delay(restMs(open.length));
  }
  return shown;
}
