import { operationNames, type FakeBatch } from '../../../src/local/index.ts';
import type { VirtualTime } from './time.ts';

/** A request as the SDK hands it to its transport. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: string | Uint8Array;
}

export interface TransportOptions {
  readonly fake: FakeBatch;
  readonly time: VirtualTime;
  /** From the request's start to its arrival, and again back, in milliseconds of virtual time; 0 unless said. */
  readonly wayMs?: () => number;
  /** SubmitJob calls that the service takes in a second of its own; the others are throttled. */
  readonly submitPerSecond?: number;
}

/** What went over a transport. */
export interface Traffic {
  /** Calls by operation, throttled ones among them. */
  readonly calls: Map<string, number>;
  readonly throttled: Map<string, number>;
  /** When each SubmitJob was taken, in virtual milliseconds, by job name. */
  readonly submitted: Map<string, number>;
  /** Characters of requests' and replies' bodies. */
  sent: number;
  received: number;
}

const OPERATIONS = new Map(operationNames.map((name) => [name.toLowerCase(), name]));

/** Carries the SDK's requests into a fake account, so that the gateway and the SDK take part in a simulation as they are. */
export function createTransport(options: TransportOptions) {
  const { fake, time, wayMs = () => 0 } = options;
  const traffic: Traffic = {
    calls: new Map(),
    throttled: new Map(),
    submitted: new Map(),
    sent: 0,
    received: 0,
  };
  const throttle =
    options.submitPerSecond === undefined ? undefined : createThrottle(options.submitPerSecond);
  let isOpen = false;

  const wait = (ms: number): Promise<void> =>
    new Promise((done) => {
      // While a request is on its way, only time moves it on.
      time.busy(-1);
      time.after(ms, () => {
        time.busy(1);
        done();
      });
    });

  const handle = async (request: Request) => {
    if (!isOpen) return replyOf(200, {});
    time.busy(1);
    try {
      const way = wayMs();
      if (way > 0) await wait(way);
      const { operation, input } = operationOf(request);
      count(traffic.calls, operation);
      traffic.sent += request.body?.length ?? 0;
      if (operation === 'SubmitJob' && throttle?.(fake.now()) === false) {
        count(traffic.throttled, operation);
        if (way > 0) await wait(way);
        return replyOf(429, { message: 'Too Many Requests' }, 'TooManyRequestsException');
      }
      const answer = fake.call(operation, input);
      if (answer.ok && operation === 'SubmitJob') {
        traffic.submitted.set(String((input as { jobName?: unknown }).jobName), fake.now());
      }
      if (way > 0) await wait(way);
      if (!answer.ok) {
        if (answer.lost === true) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        const { status, message, name } = answer.error;
        return replyOf(status, { message }, name);
      }
      const reply = replyOf(200, answer.output as object);
      traffic.received += reply.response.body.length;
      return reply;
    } finally {
      time.busy(-1);
    }
  };
  return {
    traffic,
    transport: { handle },
    /** Until it is called, every request is answered by nothing, at once, and not counted. */
    open: (): void => {
      isOpen = true;
    },
  };
}

function count(table: Map<string, number>, key: string): void {
  table.set(key, (table.get(key) ?? 0) + 1);
}

function operationOf({ method, path, query, body }: Request): { operation: string; input: object } {
  const rest = path.slice('/v1/'.length);
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const parsed = (text === '' ? {} : JSON.parse(text)) as object;
  if (rest.startsWith('tags/')) {
    const resourceArn = decodeURIComponent(rest.slice('tags/'.length));
    if (method === 'DELETE') {
      const keys = query?.['tagKeys'] ?? [];
      return { operation: 'UntagResource', input: { resourceArn, tagKeys: [keys].flat() } };
    }
    return { operation: 'TagResource', input: { ...parsed, resourceArn } };
  }
  const operation = OPERATIONS.get(rest);
  if (operation === undefined) throw new Error(`${method} ${path} is not an operation of Batch`);
  return { operation, input: parsed };
}

function replyOf(statusCode: number, output: object, error?: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (error !== undefined) headers['x-amzn-errortype'] = error;
  return { response: { statusCode, headers, body: new TextEncoder().encode(JSON.stringify(output)) } };
}

/** A token bucket of one second, as AWS describes its own. */
function createThrottle(perSecond: number): (now: number) => boolean {
  let tokens = perSecond;
  let at = -Infinity;
  return (now) => {
    tokens = at === -Infinity ? perSecond : Math.min(perSecond, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1 - 1e-9) return false;
    tokens -= 1;
    return true;
  };
}
