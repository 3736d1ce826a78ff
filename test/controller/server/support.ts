import { connect } from 'node:net';
import type { Outcome } from '../../../src/batch/outcome.ts';
import { ok } from '../../../src/batch/outcome.ts';
import { systemClock } from '../../../src/controller/clock.ts';
import type { ObjectView } from '../../../src/controller/inspection.ts';
import { createMetrics } from '../../../src/controller/metrics.ts';
import { parseListen } from '../../../src/controller/server/address.ts';
import { apiRoutes } from '../../../src/controller/server/api.ts';
import { createFeed, type Feed } from '../../../src/controller/server/feed.ts';
import type { Vitals } from '../../../src/controller/server/health.ts';
import { type HttpServer, startHttpServer } from '../../../src/controller/server/server.ts';
import type { Status } from '../../../src/core/status.ts';

export const OK: Outcome<unknown> = ok({});

export function statusOf(phase: Status['phase'], message = 'why'): Status {
  return {
    phase,
    object: 'ArrayJob/a@01234567',
    run: 1,
    indexes: { total: 4, succeeded: 3, failed: 1, running: 0, waiting: 0 },
    conditions: [
      {
        type: 'Ready',
        status: phase === 'Succeeded' ? 'True' : 'False',
        reason: 'Because',
        message,
        lastTransitionTime: '',
      },
    ],
  };
}

export function viewOf(name: string, phase: Status['phase'] | undefined): ObjectView {
  return {
    kind: 'ArrayJob',
    name,
    file: `${name}.yaml`,
    status: phase === undefined ? undefined : statusOf(phase),
  };
}

/** Vitals of a controller at rest, with changes. */
export function vitalsOf(change: Partial<Vitals> = {}): Vitals {
  return {
    inspection: {
      queue: { ready: 0, delayed: 0, active: 0 },
      lastPassAt: 0,
      active: [],
      source: { url: '/specs', id: '01234567', read: true, objects: 2, errors: 0 },
      statusWaiting: 0,
      stopping: false,
    },
    lease: { state: 'held' },
    lastCallAt: 0,
    startedAt: 0,
    now: 0,
    ...change,
  };
}

export interface Served {
  readonly server: HttpServer;
  readonly feed: Feed;
  readonly metrics: ReturnType<typeof createMetrics>;
  /** What was asked to be looked at. */
  readonly looks: (string | undefined)[];
  readonly errors: unknown[];
  /** Mutable: what the next request sees. */
  readonly world: { vitals: Vitals; objects: readonly ObjectView[]; token: string | undefined };
}

/** A server on a port of the system's, over a subject whose state the test sets. */
export async function serve(
  options: { listen?: string; capacity?: number; idleMs?: number } = {},
): Promise<Served> {
  const clock = systemClock();
  const feed = createFeed({ now: () => clock.now(), capacity: options.capacity ?? 10 });
  const world: Served['world'] = { vitals: vitalsOf(), objects: [], token: undefined };
  const looks: (string | undefined)[] = [];
  const errors: unknown[] = [];
  const metrics = createMetrics(
    { version: '1.2.3', node: '20' },
    {
      objects: () => world.objects,
      inspection: () => world.vitals.inspection,
      leaseHeld: () => world.vitals.lease.state === 'held',
      budget: () => ({
        rates: { submit: 40, other: 40 },
        tokens: { submit: 4, other: 4 },
        waiting: { submit: 0, other: 0 },
        callsLastMinute: 0,
        throttles: 0,
      }),
    },
  );
  const server = await startHttpServer({
    address: parseListen(options.listen ?? '127.0.0.1:0')!,
    routes: apiRoutes({
      subject: {
        vitals: () => world.vitals,
        objects: () => world.objects,
        lookNow: (key) => looks.push(key),
      },
      feed,
      clock,
      version: '1.2.3',
      metrics,
      token: () => Promise.resolve(world.token),
    }),
    onError: (_path, error) => errors.push(error),
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
  });
  return { server, feed, metrics, looks, errors, world };
}

/** Sends bytes as they are and gives what comes back until the other side closes. */
export function raw(url: string, text: string, onFirst = (): void => undefined): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.once('data', onFirst);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer);
    });
  });
}
