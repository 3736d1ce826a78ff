import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readBody, sendJson } from './body.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../machine/faults.ts';
import type { Answer } from '../machine/answer.ts';
import type { Machine } from '../machine/machine.ts';

/** AWS refuses job submissions over 30 KiB and definitions over 24 KiB; nothing in Batch needs more than this. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The operations by the last part of their path, all of which are `POST /v1/<lower-case name>`. */
const routed = new Map(
  [
    'CancelJob CancelJobs CreateComputeEnvironment CreateConsumableResource CreateJobQueue CreateQuotaShare',
    'CreateSchedulingPolicy CreateServiceEnvironment DeleteComputeEnvironment DeleteConsumableResource',
    'DeleteJobQueue DeleteQuotaShare DeleteSchedulingPolicy DeleteServiceEnvironment DeregisterJobDefinition',
    'DescribeComputeEnvironments DescribeConsumableResource DescribeJobDefinitions DescribeJobQueues DescribeJobs',
    'DescribeQuotaShare DescribeSchedulingPolicies DescribeServiceEnvironments DescribeServiceJob',
    'GetJobQueueSnapshot ListConsumableResources ListJobs ListJobsByConsumableResource ListQuotaShares',
    'ListSchedulingPolicies ListServiceJobs RegisterJobDefinition SubmitJob SubmitServiceJob TerminateJob',
    'TerminateJobs TerminateServiceJob TerminateServiceJobs UpdateComputeEnvironment UpdateConsumableResource',
    'UpdateJobQueue UpdateQuotaShare UpdateSchedulingPolicy UpdateServiceEnvironment UpdateServiceJob',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

export interface BatchRoutes {
  readonly machine: Machine;
  readonly faults: Faults;
  /** Makes what a call has changed durable, before the answer is given. */
  readonly commit: () => void;
}

/** Whether a path belongs to Batch's REST API. S3 bucket names have at least 3 characters, so `/v1` is never one. */
export function isBatchPath(path: string): boolean {
  return path === '/v1' || path.startsWith('/v1/');
}

/** Serves Batch's REST-JSON protocol. */
export async function handleBatch(
  routes: BatchRoutes,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(req, MAX_BODY_BYTES);
  if ('tooLarge' in body) {
    refuse(
      res,
      413,
      'RequestEntityTooLargeException',
      `The request must have at most ${body.tooLarge} bytes.`,
    );
    req.destroy();
    return;
  }
  const found = operationOf(req.method ?? '', url, body);
  if ('wrong' in found) {
    refuse(res, found.status, found.name, found.wrong);
    return;
  }
  const { answer, delayMs } = routes.faults.around(routes.machine, found.operation, () =>
    routes.machine.call(found.operation, found.input),
  );
  routes.commit();
  if (delayMs > 0) await delay(delayMs);
  reply(res, answer);
}

function reply(res: ServerResponse, answer: Answer): void {
  if (answer.ok) {
    sendJson(res, 200, answer.output, { 'x-amzn-requestid': randomUUID() });
  } else if (answer.lost === true) {
    res.destroy();
  } else {
    const { status, name, message } = answer.error;
    refuse(res, status, name, message);
  }
}

function refuse(res: ServerResponse, status: number, name: string, message: string): void {
  sendJson(res, status, { message }, { 'x-amzn-errortype': name, 'x-amzn-requestid': randomUUID() });
}

type Found =
  | { readonly operation: string; readonly input: unknown }
  | { readonly wrong: string; readonly status: number; readonly name: string };

function operationOf(method: string, url: URL, body: Buffer): Found {
  const rest = url.pathname.slice('/v1/'.length);
  const input = parse(body);
  if (rest.startsWith('tags/')) {
    const resourceArn = decoded(rest.slice('tags/'.length));
    if (method === 'GET') return { operation: 'ListTagsForResource', input: { resourceArn } };
    if (method === 'DELETE') {
      return {
        operation: 'UntagResource',
        input: { resourceArn, tagKeys: url.searchParams.getAll('tagKeys') },
      };
    }
    if (method === 'POST' && typeof input === 'object') {
      return { operation: 'TagResource', input: { ...input, resourceArn } };
    }
  }
  const operation = method === 'POST' ? routed.get(rest) : undefined;
  if (operation === undefined) {
    const wrong = `${method} ${url.pathname.slice(0, 200)} is not an operation of AWS Batch.`;
    return { wrong, status: 404, name: 'UnknownOperationException' };
  }
  if (input === undefined) {
    return { wrong: 'The request body is not JSON.', status: 400, name: 'SerializationException' };
  }
  return { operation, input };
}

function parse(body: Buffer): object | undefined {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
