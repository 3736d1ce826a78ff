import type { Logger } from 'pino';
import type { Clock } from '../../controller/clock.ts';
import type { Controller } from '../../controller/controller.ts';
import { createGatherer } from '../../controller/hints/gather.ts';
import { parseQueue, type QueueAddress, startHints } from '../../controller/hints/sqs.ts';
import type { Telemetry } from '../../controller/telemetry.ts';
import { UsageError } from '../text.ts';

export interface HintOptions {
  readonly events?: string;
}

/** The queue that --events names. Throws a UsageError. */
export function hintQueue({ events }: HintOptions): QueueAddress | undefined {
  if (events === undefined) return undefined;
  const queue = parseQueue(events);
  if (queue === undefined) {
    throw new UsageError(
      `--events ${events} is no queue: write sqs://NAME, sqs://ACCOUNT/NAME or https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`,
    );
  }
  return queue;
}

/** Lets Batch's events say where to look. */
export function openHints(
  options: HintOptions,
  controller: Controller,
  deps: { readonly clock: Clock; readonly log: Logger; readonly telemetry: Telemetry | undefined },
): { stop(): Promise<void> } | undefined {
  const queue = hintQueue(options);
  if (queue === undefined) return undefined;
  const { clock, log, telemetry } = deps;
  const gatherer = createGatherer(clock, (key) => {
    controller.lookNow(key);
  });
  const hints = startHints({
    queue,
    clock,
    onEvent({ name, sourceId, child, ended }) {
      if (sourceId !== undefined && sourceId !== controller.inspect().source.id) return false;
      const key = `ArrayJob/${name}`;
      if (!controller.standings().has(key)) return false;
      // That a child begins is progress, which the next poll sees early enough.
      if (!child || ended) gatherer.hint(key, child);
      return true;
    },
    count: (outcome) => telemetry?.metrics.hinted(outcome),
    onHealth(ok, reason) {
      if (ok) log.info({ events: options.events }, "Batch's events can be read again");
      else
        log.warn(
          { events: options.events, reason },
          "Batch's events cannot be read; polling goes on without",
        );
    },
  });
  return {
    async stop() {
      gatherer.stop();
      await hints.stop();
    },
  };
}
