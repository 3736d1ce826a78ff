import type { BatchApi, CallOptions, JobSummary } from '../../src/batch/api.ts';
import { classify } from '../../src/batch/classify.ts';
import { type Failure, ok, type Outcome } from '../../src/batch/outcome.ts';
import {
  computeEnvironmentOf,
  definitionOf,
  entriesOf,
  jobDetailOf,
  jobSummaryOf,
  queueOf,
  textMember,
} from '../../src/batch/read.ts';
import type { FakeBatch } from '../../src/local/index.ts';
import type { JsonObject } from '../../src/core/json.ts';

/** Where a process may be stopped, killed or delayed: before something is done, and after. */
export type Gate = (label: string) => Promise<void>;

const GIVEN_UP: Failure = { kind: 'transient', code: 'Aborted', message: 'given up before it was sent' };

export interface BatchSeam {
  readonly fake: FakeBatch;
  readonly gate: Gate;
  /** A request under way: it arrives though the process that sent it is stopped or killed. */
  readonly travel: Gate;
  /** Told of every submission that Batch has taken, whatever the process learns of it. */
  readonly onSubmit: (request: JsonObject) => void;
  /** Told of every fault that a call has met. */
  readonly onFault: (kind: string) => void;
}

/** The gateway to Batch as one process sees it: each call passes a gate, goes over the network, and passes a gate on its way back. */
export function createBatchSeam({ fake, gate, travel, onSubmit, onFault }: BatchSeam): BatchApi {
  let answered = false;
  const call = async (
    operation: string,
    input: object,
    options: CallOptions = {},
  ): Promise<Outcome<unknown>> => {
    await gate(`${operation} waits`);
    if (options.signal?.aborted === true || options.mayCall?.() === false) return GIVEN_UP;
    await travel(operation);
    const answer = fake.call<unknown>(operation, input);
    if (operation === 'SubmitJob' && (answer.ok || answer.lost === true)) onSubmit(input as JsonObject);
    if (!answer.ok && answer.lost === true) onFault('lost reply');
    else if (!answer.ok && (answer.error.status === 429 || answer.error.status >= 500)) {
      onFault(String(answer.error.status));
    }
    await gate(`${operation} answers`);
    answered ||= answer.ok || answer.lost !== true;
    if (answer.ok) return ok(answer.output);
    const { name, message, status } = answer.error;
    const error =
      answer.lost === true
        ? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
        : Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
    return classify(operation, error);
  };
  const read = async <T>(
    operation: string,
    input: object,
    member: string,
    each: (value: unknown) => T | undefined,
    options?: CallOptions,
  ): Promise<Outcome<readonly T[]>> => {
    const answer = await call(operation, input, options);
    return answer.kind === 'ok' ? ok(entriesOf(answer.value, member, each)) : answer;
  };

  return {
    describeJobs: (jobs, options) => read('DescribeJobs', { jobs }, 'jobs', jobDetailOf, options),
    async *listJobs(query, options) {
      const where =
        'name' in query
          ? { jobQueue: query.queue, filters: [{ name: 'JOB_NAME', values: [query.name] }] }
          : {
              ...('queue' in query ? { jobQueue: query.queue } : { arrayJobId: query.arrayJobId }),
              jobStatus: query.status,
            };
      let nextToken: string | undefined;
      do {
        const page = await call(
          'ListJobs',
          { ...where, ...(nextToken === undefined ? {} : { nextToken }) },
          options,
        );
        if (page.kind !== 'ok') {
          yield page;
          return;
        }
        nextToken = textMember(page.value, 'nextToken');
        yield ok<readonly JobSummary[]>(entriesOf(page.value, 'jobSummaryList', jobSummaryOf));
      } while (nextToken !== undefined);
    },
    async submitJob(request, options) {
      const answer = await call('SubmitJob', request, options);
      if (answer.kind !== 'ok') return answer;
      const jobArn = textMember(answer.value, 'jobArn');
      return ok({
        jobId: textMember(answer.value, 'jobId') ?? '',
        ...(jobArn === undefined ? {} : { jobArn }),
      });
    },
    async terminateJob(jobId, reason, options) {
      const answer = await call('TerminateJob', { jobId, reason }, options);
      return answer.kind === 'ok' ? ok(undefined) : answer;
    },
    async registerJobDefinition(request, options) {
      const answer = await call('RegisterJobDefinition', request, options);
      if (answer.kind !== 'ok') return answer;
      const value = answer.value as { jobDefinitionName: string; jobDefinitionArn: string; revision: number };
      const { jobDefinitionName, jobDefinitionArn, revision } = value;
      return ok({ reference: `${jobDefinitionName}:${revision}`, arn: jobDefinitionArn, revision });
    },
    describeJobDefinitions: (query, options) =>
      read(
        'DescribeJobDefinitions',
        'name' in query
          ? { jobDefinitionName: query.name, status: 'ACTIVE' }
          : { jobDefinitions: query.references },
        'jobDefinitions',
        definitionOf,
        options,
      ),
    describeJobQueues: (names, options) =>
      read('DescribeJobQueues', { jobQueues: names }, 'jobQueues', queueOf, options),
    describeComputeEnvironments: (names, options) =>
      read(
        'DescribeComputeEnvironments',
        { computeEnvironments: names },
        'computeEnvironments',
        computeEnvironmentOf,
        options,
      ),
    async tagResource(resourceArn, tags, options) {
      const answer = await call('TagResource', { resourceArn, tags }, options);
      return answer.kind === 'ok' ? ok(undefined) : answer;
    },
    async untagResource(resourceArn, tagKeys, options) {
      const answer = await call('UntagResource', { resourceArn, tagKeys }, options);
      return answer.kind === 'ok' ? ok(undefined) : answer;
    },
    serviceNow: () => (answered ? fake.now() : undefined),
    close: () => undefined,
  };
}
