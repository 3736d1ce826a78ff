import type { JobDetail } from '../../batch/api.ts';
import type { StreamPlace } from '../../batch/log-streams.ts';

/** Where Batch's children write unless their definition says otherwise. */
export const DEFAULT_GROUP = '/aws/batch/job';

/** One attempt of a child that has a log; attempts count from 1, as AWS_BATCH_JOB_ATTEMPT does. */
export interface AttemptLog {
  readonly attempt: number;
  readonly place: StreamPlace;
}

/** Which attempts are wanted: one, all, or the latest. */
export type WhichAttempt = number | 'all' | 'latest';

/** The logs of a child's attempts, or a sentence on why there is none. */
export type ChildLogs =
  | { readonly kind: 'logs'; readonly logs: readonly AttemptLog[] }
  /** `later`: there may be one when the child goes on. */
  | { readonly kind: 'none'; readonly reason: string; readonly later: boolean };

export function isOver(job: JobDetail): boolean {
  return job.status === 'SUCCEEDED' || job.status === 'FAILED';
}

/** Finds the logs of a child, as DescribeJobs tells of it. */
export function logsOf(job: JobDetail, which: WhichAttempt): ChildLogs {
  const { driver, group = DEFAULT_GROUP, region } = job.log ?? {};
  if (driver !== undefined && driver !== 'awslogs') {
    return none(`its output goes to the log driver ${driver}, not to CloudWatch Logs; look there`, false);
  }
  const streams = job.attempts.map((each) => each.logStream);
  // The attempt under way is not among the attempts yet; its stream is the container's.
  if (!isOver(job) && job.logStream !== undefined && !streams.includes(job.logStream)) {
    streams.push(job.logStream);
  } else if (streams.length === 0 && job.logStream !== undefined) streams.push(job.logStream);
  const logs = streams.flatMap((stream, i) =>
    stream === undefined
      ? []
      : [{ attempt: i + 1, place: { group, stream, ...(region === undefined ? {} : { region }) } }],
  );
  if (typeof which === 'number') {
    const wanted = logs.find((each) => each.attempt === which);
    if (wanted !== undefined) return { kind: 'logs', logs: [wanted] };
    const had = streams.length === 1 ? '1 attempt' : `${streams.length} attempts`;
    if (which > streams.length) return none(`it has had ${had} so far, so no attempt ${which}`, !isOver(job));
    return none(`attempt ${which} did not get as far as a log${reasonOf(job, which)}`, false);
  }
  const latest = logs.at(-1);
  if (latest !== undefined) return { kind: 'logs', logs: which === 'all' ? logs : [latest] };
  if (isOver(job)) {
    return none(
      job.status === 'FAILED'
        ? `it failed before it could print anything${reasonOf(job)}`
        : 'Batch names no log stream for it; on EKS, look with kubectl logs',
      false,
    );
  }
  const state = job.status === 'STARTING' || job.status === 'RUNNING' ? 'is' : 'has not started: it is';
  return none(`it ${state} ${job.status}${reasonOf(job)}`, true);
}

function reasonOf(job: JobDetail, attempt?: number): string {
  const own = attempt === undefined ? undefined : job.attempts[attempt - 1];
  const words = own === undefined ? [job.statusReason, job.reason] : [own.statusReason, own.reason];
  const said = [...new Set(words)].filter((each) => each !== undefined);
  return said.length === 0 ? '' : ` (${said.join(': ')})`;
}

function none(reason: string, later: boolean): ChildLogs {
  return { kind: 'none', reason, later };
}
