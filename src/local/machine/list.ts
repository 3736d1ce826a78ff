import { clientException } from './answer.ts';
import { jobSummary, unitSummary } from './describe.ts';
import { pageToken } from './identity.ts';
import { startOf } from './pages.ts';
import { findQueue } from './queues.ts';
import { pageSize } from './rules.ts';
import type { Job, JobStatus, World } from './model.ts';
import type { Json, ListJobsInput } from './wire.ts';

/** AWS: up to 1,000 results a page, with filters up to 100. */
const MAX_PAGE = 1000;
const MAX_FILTERED_PAGE = 100;

const FILTERS = ['JOB_NAME', 'JOB_DEFINITION', 'BEFORE_CREATED_AT', 'AFTER_CREATED_AT', 'SHARE_IDENTIFIER'];

/**
 * ListJobs. A page token holds the place after which the next page begins (an index, or a job's number, newest
 * first), so that whatever stays in the list is given exactly once however the rest moves.
 */
export function listJobs(world: World, input: ListJobsInput): Json {
  const targets = [input.jobQueue, input.arrayJobId, input.multiNodeJobId].filter(
    (each) => each !== undefined,
  );
  if (targets.length !== 1) {
    throw clientException('Exactly one of jobQueue, arrayJobId, multiNodeJobId must be specified');
  }
  if (input.multiNodeJobId !== undefined) return { jobSummaryList: [] };
  if (input.arrayJobId !== undefined) return listChildren(world, input, input.arrayJobId);
  return listQueue(world, input, input.jobQueue!);
}

function listChildren(world: World, input: ListJobsInput, arrayJobId: string): Json {
  const status = (input.jobStatus ?? 'RUNNING') as JobStatus;
  const question = `children ${arrayJobId} ${status}`;
  const size = pageSize(input.maxResults, MAX_PAGE);
  const after = startOf(question, input.nextToken);
  const job = world.jobs.get(arrayJobId);
  if (job === undefined || job.size === 0 || !visible(world, job)) return { jobSummaryList: [] };
  const found: Json[] = [];
  let left = job.counts[status];
  for (let index = 0; index < job.units.length && left > 0; index += 1) {
    const unit = job.units[index]!;
    if (unit.status !== status) continue;
    left -= 1;
    if (after !== undefined && index <= after) continue;
    found.push(unitSummary(world, unit));
    if (found.length === size) {
      return { jobSummaryList: found, ...(left > 0 ? { nextToken: pageToken(question, index) } : {}) };
    }
  }
  return { jobSummaryList: found };
}

function visible(world: World, job: Job): boolean {
  return world.now() - job.createdAt >= world.lags.listMs;
}

function listQueue(world: World, input: ListJobsInput, reference: string): Json {
  const queue = findQueue(world, reference);
  if (queue === undefined) throw clientException(`Job queue ${reference} does not exist`);
  const filters = input.filters ?? [];
  if (filters.length > 1) throw clientException('Only one filter can be used at a time');
  const filter = filters[0];
  if (filter !== undefined && !FILTERS.includes(filter.name ?? '')) {
    throw clientException(`Filter name ${filter.name ?? ''} is not supported`);
  }
  const size = pageSize(input.maxResults, filter === undefined ? MAX_PAGE : MAX_FILTERED_PAGE);
  const status =
    filter === undefined
      ? (input.jobStatus ?? 'RUNNING')
      : filter.name === 'SHARE_IDENTIFIER'
        ? input.jobStatus
        : undefined;
  const question = `queue ${queue.arn} ${status ?? ''} ${JSON.stringify(filter ?? null)}`;
  const before = startOf(question, input.nextToken);
  const wanted = filter === undefined ? () => true : jobFilter(filter.name!, filter.values ?? []);
  const jobs = filter?.name === 'JOB_NAME' ? namesakes(queue, filter.values ?? []) : queue.jobs;
  const found: Job[] = [];
  for (let at = jobs.length - 1; at >= 0; at -= 1) {
    const job = jobs[at]!;
    if (before !== undefined && job.seq >= before) continue;
    if (status !== undefined && job.status !== status) continue;
    if (!visible(world, job) || !wanted(job)) continue;
    if (found.length === size) {
      return {
        jobSummaryList: found.map((each) => jobSummary(world, each)),
        nextToken: pageToken(question, found[size - 1]!.seq),
      };
    }
    found.push(job);
  }
  return { jobSummaryList: found.map((each) => jobSummary(world, each)) };
}

/** An exact name is looked up; only patterns walk through the queue. */
function namesakes(
  queue: { readonly jobs: readonly Job[]; readonly byName: ReadonlyMap<string, Job[]> },
  values: readonly string[],
): readonly Job[] {
  const only = values.length === 1 ? values[0]! : undefined;
  if (only === undefined || only.endsWith('*')) return queue.jobs;
  return queue.byName.get(only.toLowerCase()) ?? [];
}

/** Case-insensitive names, with `*` at the end for any continuation. */
export function nameFilter(values: readonly string[]): (name: string) => boolean {
  const patterns = values.map((each) => each.toLowerCase());
  return (name) => {
    const lower = name.toLowerCase();
    return patterns.some((each) =>
      each.endsWith('*') ? lower.startsWith(each.slice(0, -1)) : lower === each,
    );
  };
}

function jobFilter(name: string, values: readonly string[]): (job: Job) => boolean {
  if (values.length === 0) throw clientException('Filter values must be specified');
  if (name === 'JOB_NAME') {
    const fits = nameFilter(values);
    return (job) => fits(job.name);
  }
  if (name === 'JOB_DEFINITION') {
    return (job) =>
      values.some((value) => {
        if (value.startsWith('arn:')) return job.definitionArn === value;
        return value.endsWith('*')
          ? job.definitionName.startsWith(value.slice(0, -1))
          : job.definitionName === value;
      });
  }
  if (name === 'SHARE_IDENTIFIER') {
    return (job) => values.includes(job.shareIdentifier ?? '');
  }
  const bound = Number(values[0]);
  if (values.length > 1 || !/^[0-9]+$/.test(values[0]!)) {
    throw clientException(`Filter ${name} needs one number of milliseconds`);
  }
  return name === 'BEFORE_CREATED_AT' ? (job) => job.createdAt < bound : (job) => job.createdAt > bound;
}
