import type { Outcome } from '../batch/outcome.ts';
import type { JobDetail } from '../batch/api.ts';
import { FAILURES_SHOWN } from '../core/failures.ts';
import type { FailureGroup, ObjectRecord, RunRecord } from '../core/record.ts';

/**
 * Notes where the sample of each way to fail has its log: listings of children do not say, and when Batch has forgotten the job,
 * after seven days, nobody can, while CloudWatch keeps the log for years.
 */
export interface FailureLogs {
  /** The record with the log streams of failures that have come since `before`; as it is when Batch does not tell. */
  note(record: ObjectRecord, before: ObjectRecord | undefined): Promise<ObjectRecord>;
  forget(name: string): void;
}

type Describe = (ids: readonly string[]) => Promise<Outcome<ReadonlyMap<string, JobDetail>>>;

export function createFailureLogs(describe: Describe): FailureLogs {
  /** Samples that have been asked for, by object: one that never got as far as a log is not asked for again. */
  const asked = new Map<string, Set<string>>();

  return {
    async note(record, before) {
      const { run, name } = record;
      if (run === undefined) return record;
      const done = asked.get(name) ?? new Set<string>();
      const wanted = openGroups(run, before?.run).filter((each) => !done.has(each.sampleJobId));
      if (wanted.length === 0) return record;
      const ids = wanted.slice(0, FAILURES_SHOWN).map((each) => each.sampleJobId);
      const described = await describe(ids);
      // A run that goes on asks again with its next pass.
      if (described.kind !== 'ok') return record;
      asked.set(name, new Set([...done, ...ids]));
      const failures = run.failures.map((group): FailureGroup => {
        const stream = streamOf(described.value.get(group.sampleJobId ?? ''));
        return group.logStream !== undefined || stream === undefined
          ? group
          : { ...group, logStream: stream };
      });
      return { ...record, run: { ...run, failures } };
    },
    forget(name) {
      asked.delete(name);
    },
  };
}

/** Groups without a log stream: of a run that is over only the new ones, so that a start asks nothing about what is long past. */
function openGroups(
  run: RunRecord,
  before: RunRecord | undefined,
): readonly (FailureGroup & { readonly sampleJobId: string })[] {
  const known = new Set(
    before?.number === run.number && run.completedAt !== undefined
      ? before.failures.map((each) => each.signature)
      : [],
  );
  return run.failures.flatMap((group) => {
    const { logStream, sampleJobId, signature } = group;
    if (logStream !== undefined || sampleJobId === undefined || known.has(signature)) return [];
    return [{ ...group, sampleJobId }];
  });
}

/** Of the last attempt that has one. */
function streamOf(job: JobDetail | undefined): string | undefined {
  return job?.attempts.findLast((each) => each.logStream !== undefined)?.logStream ?? job?.logStream;
}
