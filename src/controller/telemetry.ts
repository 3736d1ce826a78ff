import type { BudgetSnapshot } from '../batch/budget.ts';
import type { Outcome } from '../batch/outcome.ts';
import type { Lease } from '../state/index.ts';
import type { Clock } from './clock.ts';
import type { Controller } from './controller.ts';
import { type Listener, tellAll } from './listener.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Subject } from './server/api.ts';
import { createFeed, type Feed } from './server/feed.ts';

/** Events that are remembered for those who ask later. */
const FEED_CAPACITY = 1_000;

/** Everything that a server shows of a controller, from before the controller exists. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly feed: Feed;
  readonly listener: Listener;
  readonly subject: Subject;
  /** A request to Batch and what became of it. */
  called(operation: string, outcome: Outcome<unknown>): void;
  /** What there is to show, as it comes into being. */
  attach(parts: Parts): void;
}

interface Parts {
  readonly lease?: Lease;
  readonly controller?: Controller;
  readonly budget?: () => BudgetSnapshot;
}

const NO_BUDGET: BudgetSnapshot = {
  rates: { submit: 0, other: 0 },
  tokens: { submit: 0, other: 0 },
  waiting: { submit: 0, other: 0 },
  callsLastMinute: 0,
  throttles: 0,
};

export function createTelemetry(options: { readonly clock: Clock; readonly version: string }): Telemetry {
  const { clock, version } = options;
  const startedAt = clock.now();
  let parts: Parts = {};
  let lastCallAt = startedAt;
  const feed = createFeed({ now: () => clock.now(), capacity: FEED_CAPACITY });
  const objects = () => parts.controller?.objects() ?? [];
  const metrics = createMetrics(
    { version, node: process.versions.node },
    {
      objects,
      inspection: () => parts.controller?.inspect(),
      leaseHeld: () => parts.lease?.check() === true,
      budget: () => parts.budget?.() ?? NO_BUDGET,
    },
  );

  return {
    metrics,
    feed,
    listener: tellAll([feed, metrics.listener]),
    called(operation, outcome) {
      lastCallAt = clock.now();
      metrics.called(operation, outcome);
    },
    attach(more) {
      parts = { ...parts, ...more };
    },
    subject: {
      vitals() {
        const { lease, controller } = parts;
        const holder = lease?.other?.holder;
        return {
          inspection: controller?.inspect(),
          // Before it is known who holds it, this controller is not ready rather than standing by.
          lease: { state: lease?.state ?? 'held', ...(holder === undefined ? {} : { holder }) },
          lastCallAt,
          startedAt,
          now: clock.now(),
        };
      },
      objects,
      lookNow(key) {
        parts.controller?.sourceChanged();
        parts.controller?.lookNow(key);
      },
    },
  };
}
