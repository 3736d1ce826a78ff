import { canonicalText, isObject, type Json, type JsonObject, sameJson } from '../core/json.ts';
import type { Source, StatusEdit, WriteResult } from '../source/index.ts';
import type { Clock } from './clock.ts';

/** A status that should stand in a file. */
export interface Offer extends StatusEdit {
  readonly key: string;
  /** What stands there now, as far as is known. */
  readonly current: Json | undefined;
}

export interface StatusWriter {
  /** Takes a status to be written: at once when the phase changes or a person must act, else with the next progress. */
  offer(offer: Offer): void;
  /** Writes everything that waits. */
  flush(): Promise<void>;
  readonly waiting: number;
  close(): Promise<void>;
}

/** Members that are times: a status that differs in nothing else is not written. */
const TIMES = new Set(['startTime', 'completionTime', 'lastTransitionTime']);

/** Whether two statuses say the same but for times. */
export function saysTheSame(a: Json | undefined, b: Json | undefined): boolean {
  return sameJson(a, b, TIMES);
}

/** What is news rather than progress: the phase, the run, and what conditions there are and why. */
function newsOf(status: Json | undefined): string {
  if (!isObject(status)) return '';
  const conditions = Array.isArray(status['conditions']) ? status['conditions'] : [];
  const reasons = conditions.map((each: Json) =>
    isObject(each) ? [each['type'] ?? null, each['status'] ?? null, each['reason'] ?? null] : null,
  );
  return canonicalText([status['phase'] ?? null, status['object'] ?? null, status['run'] ?? null, reasons]);
}

/** How long news waits for company, so that what changes together is written together, unless told otherwise. */
const GATHER_MS = 50;

/** After a write that took long (a file of hundreds of documents, a remote) news gathers this many times as long, so that writing is a small part of the work. */
const GATHER_FACTOR = 4;
const GATHER_MAX_MS = 2_000;

/** Writes status into the source: news at once, mere progress at most every `intervalMs`. */
export function createStatusWriter(options: {
  readonly source: Pick<Source, 'writeStatus'>;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly gatherMs?: number | undefined;
  /** False: somebody else acts on this source now, and knows better; what waits is dropped. */
  readonly mayWrite?: () => boolean;
  readonly onResult: (key: string, result: WriteResult) => void;
}): StatusWriter {
  const { clock, source, gatherMs = GATHER_MS } = options;
  const waiting = new Map<string, Offer>();
  /** When anything was written last: progress of all objects is written together, so that a source with a history gets one commit. */
  let writtenAt = -Infinity;
  /** What is being written: it will stand in the file before what is offered now does. */
  const underWay = new Map<string, Json>();
  let timer: (() => void) | undefined;
  let timerAt = Infinity;
  let turn: Promise<void> = Promise.resolve();
  let patienceMs = gatherMs;

  const arm = (at: number): void => {
    if (at >= timerAt) return;
    timer?.();
    timerAt = at;
    timer = clock.after(Math.max(0, at - clock.now()), () => {
      timerAt = Infinity;
      timer = undefined;
      void flush();
    });
  };

  const write = async (): Promise<void> => {
    const offers = [...waiting.values()];
    waiting.clear();
    if (offers.length === 0 || options.mayWrite?.() === false) return;
    const began = clock.now();
    for (const each of offers) underWay.set(each.key, each.status);
    const results = await source
      .writeStatus(
        offers.map(({ file, kind, name, specDigest, status }) => ({ file, kind, name, specDigest, status })),
      )
      .finally(() => {
        underWay.clear();
      });
    const slow = Math.min(GATHER_MAX_MS, GATHER_FACTOR * (clock.now() - began));
    patienceMs = Math.max(gatherMs, slow);
    writtenAt = clock.now();
    results.forEach((result, i) => {
      const offer = offers[i]!;
      options.onResult(offer.key, result);
    });
  };

  const flush = (): Promise<void> => {
    timer?.();
    timer = undefined;
    timerAt = Infinity;
    turn = turn.then(write, write);
    return turn;
  };

  return {
    offer(offer) {
      const standing = underWay.get(offer.key) ?? offer.current;
      if (saysTheSame(standing, offer.status)) {
        waiting.delete(offer.key);
        return;
      }
      waiting.set(offer.key, offer);
      const news = newsOf(standing) !== newsOf(offer.status);
      const soon = clock.now() + patienceMs;
      arm(news ? soon : Math.max(soon, writtenAt + options.intervalMs));
    },
    flush,
    get waiting() {
      return waiting.size;
    },
    async close() {
      await flush();
    },
  };
}

/** A status as plain JSON, without members that are undefined. */
export function plainStatus(status: object): JsonObject {
  return JSON.parse(JSON.stringify(status)) as JsonObject;
}
