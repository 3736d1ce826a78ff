import { setMaxListeners } from 'node:events';
import type * as sdkModule from '@aws-sdk/client-batch';
import { DESCRIBE_MAX } from '../core/limits.ts';
import type { JsonObject } from '../core/json.ts';
import type { BatchApi, CallOptions, ListQuery } from './api.ts';
import type { Budget } from './budget.ts';
import { classify } from './classify.ts';
import { ABORTED, createGate } from './gate.ts';
import { ok, type Outcome } from './outcome.ts';
import { createServiceClock } from './service-clock.ts';
import {
  computeEnvironmentOf,
  definitionOf,
  entriesOf,
  jobDetailOf,
  jobSummaryOf,
  numberMember,
  queueOf,
  textMember,
} from './read.ts';

type Sdk = typeof sdkModule;
type Client = InstanceType<Sdk['BatchClient']>;

export interface BatchApiOptions {
  /** Another service than AWS, such as the embedded engine; AWS_ENDPOINT_URL counts when it is not given. */
  readonly endpoint?: string;
  readonly region?: string;
  /** The SDK's usual chain when not given. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly budget: Budget;
  /** Told of every single request, with what became of it and how long it took. */
  readonly onCall?: (operation: string, outcome: Outcome<unknown>, ms: number) => void;
  /** How long a reply may take; 30 s unless told. */
  readonly requestTimeoutMs?: number;
  /** Carries requests in the place of the network, for simulations. */
  readonly transport?: NonNullable<sdkModule.BatchClientConfig['requestHandler']>;
}

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** Results of one page of ListJobs: 1,000 by status, 100 by filter (doc comments of ListJobsRequest). */
const PAGE_BY_STATUS = 1_000;
const PAGE_BY_FILTER = 100;

/**
 * The gateway over the SDK, which is loaded at the first call. The SDK's own retries are off everywhere: SubmitJob has no
 * idempotency token, and the requests of all others are to count against the budget one by one.
 */
export function createBatchApi(options: BatchApiOptions): BatchApi {
  let loading: Promise<{ readonly sdk: Sdk; readonly client: Client }> | undefined;
  const closing = new AbortController();
  // Every call that waits for its turn listens, and there is no bound to how many do.
  setMaxListeners(0, closing.signal);
  const gate = createGate({ budget: options.budget, closing: closing.signal });
  const clock = createServiceClock();

  const load = async (): Promise<{ readonly sdk: Sdk; readonly client: Client }> => {
    const sdk = await import('@aws-sdk/client-batch');
    const client = new sdk.BatchClient({
      maxAttempts: 1,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.region === undefined ? {} : { region: options.region }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      requestHandler: options.transport ?? {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
    // It prepares every request and answer for a log that nobody keeps.
    client.middlewareStack.remove('loggerMiddleware');
    clock.follow(client);
    return { sdk, client };
  };

  const once = async (
    operation: string,
    send: (sdk: Sdk, client: Client, abort: { abortSignal?: AbortSignal }) => Promise<unknown>,
    { signal, mayCall }: CallOptions,
  ): Promise<Outcome<unknown>> => {
    let loaded;
    try {
      loading ??= load();
      loaded = await loading;
    } catch (error) {
      loading = undefined;
      // The request does not exist yet: even a submission cannot be unknown here.
      return {
        kind: 'terminal',
        code: 'NoClient',
        message: `the AWS SDK cannot be set up: ${String(error)}`,
      };
    }
    if (signal?.aborted === true || mayCall?.() === false) return ABORTED;
    const begun = performance.now();
    let outcome: Outcome<unknown>;
    try {
      const abort = signal === undefined ? {} : { abortSignal: signal };
      outcome = ok(await send(loaded.sdk, loaded.client, abort));
    } catch (error) {
      outcome = classify(operation, error);
    }
    options.onCall?.(operation, outcome, performance.now() - begun);
    return outcome;
  };

  const call = async <T>(
    operation: string,
    send: (sdk: Sdk, client: Client, abort: { abortSignal?: AbortSignal }) => Promise<unknown>,
    read: (response: unknown) => T,
    callOptions: CallOptions = {},
  ): Promise<Outcome<T>> => {
    const outcome = await gate.call(operation, callOptions, () => once(operation, send, callOptions));
    return outcome.kind === 'ok' ? ok(read(outcome.value)) : outcome;
  };

  /** Follows nextToken; the first page that is not ok is the last. */
  async function* pages<T>(
    page: (
      token: string | undefined,
    ) => Promise<Outcome<{ readonly values: readonly T[]; readonly next: string | undefined }>>,
  ): AsyncGenerator<Outcome<readonly T[]>> {
    let token: string | undefined;
    do {
      const outcome = await page(token);
      if (outcome.kind !== 'ok') {
        yield outcome;
        return;
      }
      yield ok(outcome.value.values);
      // A service that hands the same token out again would never end.
      token = outcome.value.next === token ? undefined : outcome.value.next;
    } while (token !== undefined);
  }

  const all = async <T>(from: AsyncIterable<Outcome<readonly T[]>>): Promise<Outcome<readonly T[]>> => {
    const values: T[] = [];
    for await (const page of from) {
      if (page.kind !== 'ok') return page;
      for (const each of page.value) values.push(each);
    }
    return ok(values);
  };

  const paged =
    <T>(member: string, read: (value: unknown) => T | undefined) =>
    (response: unknown): { values: readonly T[]; next: string | undefined } => ({
      values: entriesOf(response, member, read),
      next: textMember(response, 'nextToken'),
    });

  const listInput = (query: ListQuery): Record<string, unknown> => {
    if ('name' in query) {
      return {
        jobQueue: query.queue,
        filters: [{ name: 'JOB_NAME', values: [query.name] }],
        maxResults: PAGE_BY_FILTER,
      };
    }
    const where = 'queue' in query ? { jobQueue: query.queue } : { arrayJobId: query.arrayJobId };
    return { ...where, jobStatus: query.status, maxResults: PAGE_BY_STATUS };
  };

  return {
    describeJobs: async (ids, callOptions) => {
      const values = [];
      for (let i = 0; i < ids.length; i += DESCRIBE_MAX) {
        const jobs = ids.slice(i, i + DESCRIBE_MAX);
        const outcome = await call(
          'DescribeJobs',
          (sdk, client, abort) => client.send(new sdk.DescribeJobsCommand({ jobs }), abort),
          (response) => entriesOf(response, 'jobs', jobDetailOf),
          callOptions,
        );
        if (outcome.kind !== 'ok') return outcome;
        values.push(...outcome.value);
      }
      return ok(values);
    },
    listJobs: (query, callOptions) =>
      pages((nextToken) =>
        call(
          'ListJobs',
          (sdk, client, abort) =>
            client.send(new sdk.ListJobsCommand({ ...listInput(query), nextToken }), abort),
          paged('jobSummaryList', jobSummaryOf),
          callOptions,
        ),
      ),
    submitJob: async (request, callOptions) => {
      const outcome = await call(
        'SubmitJob',
        (sdk, client, abort) => client.send(new sdk.SubmitJobCommand(inputOf(request)), abort),
        (response) => ({ jobId: textMember(response, 'jobId'), jobArn: textMember(response, 'jobArn') }),
        callOptions,
      );
      if (outcome.kind !== 'ok') return outcome;
      const { jobId, jobArn } = outcome.value;
      if (jobId === undefined) return { kind: 'unknown', message: 'SubmitJob answered without a job id' };
      return ok({ jobId, ...(jobArn === undefined ? {} : { jobArn }) });
    },
    terminateJob: (jobId, reason, callOptions) =>
      call(
        'TerminateJob',
        (sdk, client, abort) => client.send(new sdk.TerminateJobCommand({ jobId, reason }), abort),
        () => undefined,
        callOptions,
      ),
    registerJobDefinition: async (request, callOptions) => {
      const outcome = await call(
        'RegisterJobDefinition',
        (sdk, client, abort) => client.send(new sdk.RegisterJobDefinitionCommand(inputOf(request)), abort),
        (response) => ({
          name: textMember(response, 'jobDefinitionName'),
          arn: textMember(response, 'jobDefinitionArn') ?? '',
          revision: numberMember(response, 'revision'),
        }),
        callOptions,
      );
      if (outcome.kind !== 'ok') return outcome;
      const { name, arn, revision } = outcome.value;
      if (name === undefined || revision === undefined) {
        return {
          kind: 'transient',
          code: 'BadReply',
          message: 'RegisterJobDefinition answered without a revision',
        };
      }
      return ok({ reference: `${name}:${revision}`, arn, revision });
    },
    describeJobDefinitions: async (query, callOptions) => {
      const describe = (input: Record<string, unknown>) =>
        all(
          pages((nextToken) =>
            call(
              'DescribeJobDefinitions',
              (sdk, client, abort) =>
                client.send(new sdk.DescribeJobDefinitionsCommand({ ...input, nextToken }), abort),
              paged('jobDefinitions', definitionOf),
              callOptions,
            ),
          ),
        );
      if ('name' in query) return describe({ jobDefinitionName: query.name, status: 'ACTIVE' });
      const values = [];
      for (let i = 0; i < query.references.length; i += DESCRIBE_MAX) {
        const outcome = await describe({ jobDefinitions: query.references.slice(i, i + DESCRIBE_MAX) });
        if (outcome.kind !== 'ok') return outcome;
        values.push(...outcome.value);
      }
      return ok(values);
    },
    describeJobQueues: async (names, callOptions) =>
      names?.length === 0
        ? ok([])
        : all(
            pages((nextToken) =>
              call(
                'DescribeJobQueues',
                (sdk, client, abort) =>
                  client.send(
                    new sdk.DescribeJobQueuesCommand({ jobQueues: names && [...names], nextToken }),
                    abort,
                  ),
                paged('jobQueues', queueOf),
                callOptions,
              ),
            ),
          ),
    describeComputeEnvironments: async (names, callOptions) =>
      names?.length === 0
        ? ok([])
        : all(
            pages((nextToken) =>
              call(
                'DescribeComputeEnvironments',
                (sdk, client, abort) =>
                  client.send(
                    new sdk.DescribeComputeEnvironmentsCommand({
                      computeEnvironments: names && [...names],
                      nextToken,
                    }),
                    abort,
                  ),
                paged('computeEnvironments', computeEnvironmentOf),
                callOptions,
              ),
            ),
          ),
    tagResource: (resourceArn, tags, callOptions) =>
      call(
        'TagResource',
        (sdk, client, abort) =>
          client.send(new sdk.TagResourceCommand({ resourceArn, tags: { ...tags } }), abort),
        () => undefined,
        callOptions,
      ),
    untagResource: (resourceArn, keys, callOptions) =>
      call(
        'UntagResource',
        (sdk, client, abort) =>
          client.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: [...keys] }), abort),
        () => undefined,
        callOptions,
      ),
    serviceNow: () => clock.now(),
    close: () => {
      closing.abort();
      void loading?.then(
        ({ client }) => client.destroy(),
        () => undefined,
      );
    },
  };
}

/** Specs are checked against schemas made from the SDK's types, and Batch checks them again: no third time here. */
function inputOf(request: JsonObject): never {
  return request as never;
}
