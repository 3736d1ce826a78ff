import { specs, startVirtually } from '../virtual/controller.ts';
import {
  createFakeBatch,
  type FakeBatch,
  type Scripted,
  type ScriptedChild,
} from '../../../src/local/index.ts';
import type { Figure, Size } from '../figures.ts';

const HOUR_MS = 3_600_000;
const POLL_MS = 30_000;

interface CallsOptions {
  readonly arrays: number;
  readonly children: number;
  readonly hours: number;
}

const SIZES: Readonly<Record<Size, CallsOptions>> = {
  full: { arrays: 100, children: 10_000, hours: 1 },
  short: { arrays: 4, children: 400, hours: 0.25 },
};

/**
 * Children of an array end one after another over the whole time, and every hundredth of them fails, so that there is
 * something new in every look at every array: the hardest case for whoever lists only what has grown.
 */
function script({ children, hours }: CallsOptions) {
  return ({ index = 0 }: ScriptedChild): Scripted => ({
    startMs: 20_000,
    durationMs: ((index + 1) / children) * (hours * HOUR_MS - 60_000),
    exitCode: index % 100 === 99 ? 1 : 0,
  });
}

type Calls = Map<string, number>;

/** Our observer and queue, on the virtual clock. */
async function ours(options: CallsOptions, more = ''): Promise<Calls> {
  const { arrays, children, hours } = options;
  const spec = `work: { size: ${children} }\ncanary: 0${more}`;
  const files = specs(Object.fromEntries(Array.from({ length: arrays }, (_, i) => [`a${i}`, spec])));
  const world = await startVirtually({ files, fake: { script: script(options) }, pollMs: POLL_MS });
  const started = world.controller.start();
  await world.time.advance(0);
  await started;
  await world.time.advance(hours * HOUR_MS);
  if (world.problems.length > 0) throw new Error(world.problems[0]);
  const unfinished = [...world.source.files].filter(
    ([file, text]) =>
      file !== 'd.yaml' && !text.includes(`succeeded: ${children * 0.99}, failed: ${children / 100},`),
  );
  if (more === '' && unfinished.length > 0)
    throw new Error(`${unfinished[0]![0]} is not finished:\n${unfinished[0]![1]}`);
  await world.stop();
  return world.traffic.calls;
}

/** The same arrays, submitted by hand. */
function submitted(options: CallsOptions): { readonly fake: FakeBatch; readonly ids: readonly string[] } {
  const fake = createFakeBatch({ script: script(options) });
  fake.declareQueue('q');
  fake.must('RegisterJobDefinition', {
    jobDefinitionName: 'd',
    type: 'container',
    containerProperties: { image: 'x', vcpus: 1, memory: 64 },
  });
  const ids = Array.from({ length: options.arrays }, (_, i) => {
    const request = {
      jobName: `a${i}`,
      jobQueue: 'q',
      jobDefinition: 'd',
      arrayProperties: { size: options.children },
    };
    return fake.must<{ jobId: string }>('SubmitJob', request).jobId;
  });
  return { fake, ids };
}

/** Rounds at the same interval, until everything has ended. */
function watched(
  options: CallsOptions,
  look: (call: (operation: string, input: object) => unknown, id: string) => boolean,
): Calls {
  const { fake, ids } = submitted(options);
  const calls: Calls = new Map();
  const call = (operation: string, input: object): unknown => {
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    return fake.must(operation, input);
  };
  let open = [...ids];
  for (let at = 0; at < options.hours * HOUR_MS && open.length > 0; at += POLL_MS) {
    fake.advance(POLL_MS);
    open = open.filter((id) => !look(call, id));
  }
  return calls;
}

const STATUSES = ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'] as const;

interface Page {
  readonly jobSummaryList: readonly { readonly jobId: string }[];
  readonly nextToken?: string;
}

/** `aws batch list-jobs --array-job-id` for each of the seven statuses, with the paging that the AWS CLI does by itself. */
function byListing(options: CallsOptions): Calls {
  return watched(options, (call, arrayJobId) => {
    let ended = 0;
    for (const jobStatus of STATUSES) {
      let nextToken: string | undefined;
      do {
        const page = call('ListJobs', {
          arrayJobId,
          jobStatus,
          ...(nextToken === undefined ? {} : { nextToken }),
        }) as Page;
        if (jobStatus === 'SUCCEEDED' || jobStatus === 'FAILED') ended += page.jobSummaryList.length;
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    }
    return ended === options.children;
  });
}

interface Described {
  readonly jobs: readonly { readonly status: string }[];
}

/** DescribeJobs of every child, a hundred to a call. */
function byDescribing(options: CallsOptions): Calls {
  return watched(options, (call, id) => {
    let ended = 0;
    for (let from = 0; from < options.children; from += 100) {
      const jobs = Array.from(
        { length: Math.min(100, options.children - from) },
        (_, i) => `${id}:${from + i}`,
      );
      const answer = call('DescribeJobs', { jobs }) as Described;
      ended += answer.jobs.filter(({ status }) => status === 'SUCCEEDED' || status === 'FAILED').length;
    }
    return ended === options.children;
  });
}

const total = (calls: Calls): number => (calls.get('DescribeJobs') ?? 0) + (calls.get('ListJobs') ?? 0);

/** Watching arrays for an hour: our calls by operation, beside those of the usual ways on the same engine. */
export async function calls(say: (line: string) => void, size: Size = 'full'): Promise<readonly Figure[]> {
  const options = SIZES[size];
  const { arrays, children, hours } = options;

  say(
    `${arrays} arrays of ${children.toLocaleString('en')} children, ${hours} h, a look every ${POLL_MS / 1000} s, 1% failing`,
  );
  const mine = await ours(options);
  const retried = await ours(options, '\nmaxFailedIndexes: 5%');
  // Their ways look at every array by itself: one array, times the number of arrays.
  const listed = total(byListing({ ...options, arrays: 1 })) * arrays;
  const described = total(byDescribing({ ...options, arrays: 1 })) * arrays;
  const next = Math.min(listed, described);
  const exact = { unit: 'calls', gate: 'exact' } as const;
  return [
    {
      ...exact,
      name: 'DescribeJobs',
      value: mine.get('DescribeJobs') ?? 0,
      aim: { most: 360 * hours * Math.ceil(arrays / 100) },
    },
    { ...exact, name: 'ListJobs', value: mine.get('ListJobs') ?? 0 },
    {
      ...exact,
      name: 'where failures decide (maxFailedIndexes): DescribeJobs',
      value: retried.get('DescribeJobs') ?? 0,
    },
    { ...exact, name: 'where failures decide: ListJobs', value: retried.get('ListJobs') ?? 0 },
    { ...exact, name: "the AWS CLI's way: ListJobs", value: listed },
    { ...exact, name: 'describing every child: DescribeJobs', value: described },
    {
      name: 'ours of the next best',
      value: (total(mine) / next) * 100,
      unit: '%',
      ...(size === 'full' ? { aim: { most: 1 } } : {}),
    },
    { name: 'where failures decide: ours of the next best', value: (total(retried) / next) * 100, unit: '%' },
  ];
}
