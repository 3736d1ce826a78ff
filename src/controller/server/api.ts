import { isObject, type Json } from '../../core/json.ts';
import type { Clock } from '../clock.ts';
import type { ObjectView } from '../inspection.ts';
import { type Answer, json, refusal, type Request, type Route } from './answer.ts';
import type { Feed } from './feed.ts';
import { type Judgement, liveness, readiness, type Vitals } from './health.ts';
import { bearerOf, sameSecret } from './secrets.ts';
import { createStreams } from './stream.ts';

/** What the server shows and may ask for; a small part of a controller. */
export interface Subject {
  vitals(): Vitals;
  /** Every declared object; empty while standing by. */
  objects(): Iterable<ObjectView>;
  /** Looks at the source, and at one object or all, as soon as possible. */
  lookNow(key: string | undefined): void;
}

export interface ApiOptions {
  readonly subject: Subject;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly version: string;
  readonly metrics: { readonly type: string; readonly text: () => Promise<string> };
  /** The token of POST /api/v1/reconcile as it is now; undefined: nobody may. */
  readonly token: () => Promise<string | undefined>;
}

/** Objects on one page of the list. */
const PAGE_MAX = 1_000;

const RECONCILE_BODY_MAX = 16_384;

/** All routes but those of webhooks. */
export function apiRoutes(options: ApiOptions): readonly Route[] {
  const { subject, feed } = options;
  const streams = createStreams(feed, options.clock);
  const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle });

  return [
    get('/', () => json(200, { name: 'arrayjob', version: options.version, paths: PATHS })),
    get('/healthz', () => judged(liveness(subject.vitals()))),
    get('/readyz', () => judged(readiness(subject.vitals()))),
    get('/metrics', async () => {
      const { type, text } = options.metrics;
      return { kind: 'whole', status: 200, type, body: await text() };
    }),
    get('/api/v1/arrayjobs', (request) => list(request, subject)),
    get('/api/v1/arrayjobs/*', ({ path }) => one(path.slice('/api/v1/arrayjobs/'.length), subject)),
    get('/api/v1/events', (request) => {
      const { query, headers, method } = request;
      const named = query.get('name');
      const object = named === null ? undefined : `ArrayJob/${named}`;
      const last = textOf(headers['last-event-id']) ?? query.get('after') ?? undefined;
      const watch = query.has('watch') && query.get('watch') !== 'false' && query.get('watch') !== '0';
      if (watch && method === 'GET') return streams.answer(last, object);
      const { events, gap } = feed.since(last);
      const items = events.filter((each) => object === undefined || each.object === object);
      return json(200, { items, gap, last: events.at(-1)?.id ?? last ?? null });
    }),
    {
      method: 'POST',
      path: '/api/v1/reconcile',
      bodyMax: RECONCILE_BODY_MAX,
      handle: (request) => reconcile(request, options),
    },
  ];
}

const PATHS = [
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/v1/arrayjobs',
  '/api/v1/arrayjobs/NAME',
  '/api/v1/events',
  '/api/v1/reconcile',
  '/api/v1/webhook',
];

function judged({ ok, status, message }: Judgement): Answer {
  return json(ok ? 200 : 503, { status, message });
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}

function arrayJobs(subject: Subject): ObjectView[] {
  return [...subject.objects()].filter((each) => each.kind === 'ArrayJob');
}

/** In the order of their names; `next` is what `after` takes for the page behind. */
function list({ query }: Request, subject: Subject): Answer {
  const asked = query.get('limit') ?? String(PAGE_MAX);
  if (!/^\d{1,6}$/.test(asked) || Number(asked) < 1) {
    return refusal(400, 'BadLimit', `limit must be a whole number from 1 to ${PAGE_MAX}`);
  }
  const limit = Math.min(PAGE_MAX, Number(asked));
  const after = query.get('after') ?? '';
  const phase = query.get('phase');
  const found = arrayJobs(subject)
    .filter((each) => each.name > after && (phase === null || (each.status?.phase ?? 'Unknown') === phase))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = found.slice(0, limit);
  const items = page.map(({ name, file, status }) => {
    const ready = status?.conditions.find((each) => each.type === 'Ready');
    return {
      name,
      file,
      phase: status?.phase ?? 'Unknown',
      run: status?.run,
      revision: status?.revision,
      indexes: status?.indexes,
      ready: ready?.status ?? 'Unknown',
      stalled: status?.conditions.some((each) => each.type === 'Stalled') ?? false,
      reason: ready?.reason,
      message: ready?.message,
    };
  });
  const next = found.length > page.length ? page.at(-1)?.name : undefined;
  return json(200, { items, next });
}

function one(name: string, subject: Subject): Answer {
  const found = arrayJobs(subject).find((each) => each.name === name);
  if (found === undefined) {
    return refusal(404, 'NotFound', `The source declares no ArrayJob of this name`);
  }
  const { file, status } = found;
  return json(200, { kind: 'ArrayJob', name, file, status: status ?? null });
}

async function reconcile(request: Request, options: ApiOptions): Promise<Answer> {
  const { subject } = options;
  const expected = await options.token();
  if (expected === undefined || expected === '') {
    const message = 'No token is configured: start arrayjob with ARRAYJOB_API_TOKEN or --api-token-file';
    return refusal(403, 'NoTokenConfigured', message);
  }
  const given = bearerOf(request.headers.authorization);
  if (given === undefined || !sameSecret(given, expected)) {
    const headers = { 'www-authenticate': 'Bearer realm="arrayjob"' };
    return refusal(401, 'Unauthorized', 'Send the token as Authorization: Bearer TOKEN', headers);
  }
  const asked = nameIn(request.body);
  if (asked === 'unreadable') {
    return refusal(400, 'BadBody', 'The body must be empty or JSON such as {"name":"process-daily-files"}');
  }
  if (subject.vitals().lease.state !== 'held') {
    return refusal(409, 'Standby', 'This controller stands by; ask the one that holds the lease');
  }
  if (asked.name !== undefined && !arrayJobs(subject).some((each) => each.name === asked.name)) {
    return refusal(404, 'NotFound', `The source declares no ArrayJob of this name`);
  }
  subject.lookNow(asked.name === undefined ? undefined : `ArrayJob/${asked.name}`);
  return json(202, { accepted: true });
}

function nameIn(body: Buffer): { readonly name?: string } | 'unreadable' {
  if (body.length === 0) return {};
  try {
    const value = JSON.parse(body.toString('utf8')) as Json;
    if (!isObject(value)) return 'unreadable';
    const name = value['name'];
    if (name === undefined) return {};
    return typeof name === 'string' ? { name } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
