import type { JobState } from '../core/record.ts';
import type { BatchApi, CallOptions, ChildSummary, JobDetail } from './api.ts';
import { ok, type Outcome } from './outcome.ts';

/** Describes any number of jobs; ids that Batch does not know (yet, or any more) are not in the map. */
export async function describeAll(
  api: BatchApi,
  ids: readonly string[],
  options?: CallOptions,
): Promise<Outcome<ReadonlyMap<string, JobDetail>>> {
  if (ids.length === 0) return ok(new Map());
  const outcome = await api.describeJobs([...new Set(ids)], options);
  return outcome.kind === 'ok' ? ok(new Map(outcome.value.map((each) => [each.jobId, each]))) : outcome;
}

/** The children of an array that are in a status, by position. Pages of 1,000; all or nothing. */
export async function childrenByStatus(
  api: BatchApi,
  arrayJobId: string,
  status: JobState,
  options?: CallOptions,
): Promise<Outcome<readonly ChildSummary[]>> {
  const children = new Map<number, ChildSummary>();
  for await (const page of api.listJobs({ arrayJobId, status }, options)) {
    if (page.kind !== 'ok') return page;
    for (const each of page.value) {
      const { position } = each;
      // A child that moved between two pages may be in both.
      if (position !== undefined && each.status === status) children.set(position, { ...each, position });
    }
  }
  return ok([...children.values()].sort((a, b) => a.position - b.position));
}

/** The children of an array that have failed, with their reasons. */
export function failedChildren(
  api: BatchApi,
  arrayJobId: string,
  options?: CallOptions,
): Promise<Outcome<readonly ChildSummary[]>> {
  return childrenByStatus(api, arrayJobId, 'FAILED', options);
}

async function search(
  api: BatchApi,
  query: { readonly queue: string; readonly name: string },
  wanted: (name: string) => boolean,
  tags: Readonly<Record<string, string>>,
  options: CallOptions | undefined,
): Promise<Outcome<readonly JobDetail[]>> {
  const ids: string[] = [];
  for await (const page of api.listJobs(query, options)) {
    if (page.kind !== 'ok') return page;
    // Children carry their parent's name; an emulator may list them.
    for (const each of page.value) if (wanted(each.name) && !each.jobId.includes(':')) ids.push(each.jobId);
  }
  const described = await describeAll(api, ids, options);
  if (described.kind !== 'ok') return described;
  const unseen = ids.filter((id) => !described.value.has(id));
  if (unseen.length > 0) {
    // Listed but not described: calling it absent would submit it a second time.
    const message = `Batch lists ${unseen.length} jobs that it does not describe yet, ${unseen[0]!} first`;
    return { kind: 'transient', code: 'NotDescribedYet', message };
  }
  const found = [...described.value.values()].filter((job) =>
    Object.entries(tags).every(([key, value]) => job.tags[key] === value),
  );
  return ok(found.sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.jobId < b.jobId ? -1 : 1)));
}

/**
 * Jobs of exactly this name that carry all these tags, oldest first, in every status. Batch compares names without
 * case and gives no tags in listings, so both are compared here.
 */
export function findByName(
  api: BatchApi,
  queue: string,
  name: string,
  tags: Readonly<Record<string, string>>,
  options?: CallOptions,
): Promise<Outcome<readonly JobDetail[]>> {
  return search(api, { queue, name }, (each) => each === name, tags, options);
}

/** Jobs whose names begin so and that carry all these tags, oldest first: what is left when the state store is lost. */
export function findByPrefix(
  api: BatchApi,
  queue: string,
  prefix: string,
  tags: Readonly<Record<string, string>> = {},
  options?: CallOptions,
): Promise<Outcome<readonly JobDetail[]>> {
  return search(api, { queue, name: `${prefix}*` }, (each) => each.startsWith(prefix), tags, options);
}
