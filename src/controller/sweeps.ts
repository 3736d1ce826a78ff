import type { Clock } from './clock.ts';
import type { Observer } from './observer.ts';

/** When the objects that are under way are looked at, all together. */
export interface Sweeps {
  /**
   * Looks at an object again, in a sweep soon or late: level 0 is the next tick, each further one twice as far, up to the
   * poll interval. `ids` are its jobs. `calm`: a pass is made only if the look shows something new.
   */
  watch(
    key: string,
    look: { readonly ids: readonly string[]; readonly level: number; readonly calm: boolean },
  ): void;
  drop(key: string): void;
  /** Objects that are watched. */
  readonly size: number;
  stop(): void;
}

/** About the shortest time between two sweeps. */
const TICK_MS = 1_000;

/** An object of which nothing is new is passed over all the same after so long: no view of the world is trusted for ever. */
const RESYNC_MS = 5 * 60_000;

interface Watched {
  readonly ids: readonly string[];
  readonly at: number;
  readonly level: number;
  readonly calm: boolean;
  readonly passedAt: number;
}

/**
 * Sweeps happen at ticks that all objects share: those of a longer interval are among those of every shorter one, so that
 * looks fall together into calls of a hundred, whatever the interval of each object is. Where the ticks lie is chance,
 * so that controllers do not all call at once.
 */
export function createSweeps(options: {
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'sweep' | 'forget'>;
  readonly pollMs: number;
  /** There is something new of an object. */
  readonly onNews: (key: string) => void;
  /** Nothing is new of an object that was looked at now. */
  readonly onSame: (key: string) => void;
}): Sweeps {
  const { clock, observer, pollMs } = options;
  const top = Math.max(0, Math.ceil(Math.log2(pollMs / TICK_MS)));
  const origin = clock.now() - clock.random() * pollMs;
  const watched = new Map<string, Watched>();
  const ticks = new Map<number, Set<string>>();
  let failures = 0;
  let timer: (() => void) | undefined;
  let timerAt = Infinity;
  let stopped = false;

  const tickAfter = (level: number): number => {
    const interval = pollMs / 2 ** Math.max(0, top - level);
    return origin + (Math.floor((clock.now() - origin) / interval + 1e-6) + 1) * interval;
  };

  const arm = (): void => {
    const next = Math.min(Infinity, ...ticks.keys());
    if (next === timerAt || stopped) return;
    timer?.();
    timerAt = next;
    timer = next === Infinity ? undefined : clock.after(Math.max(0, next - clock.now()), () => void sweep());
  };

  const take = (key: string): Watched | undefined => {
    const entry = watched.get(key);
    if (entry === undefined) return undefined;
    watched.delete(key);
    const tick = ticks.get(entry.at);
    tick?.delete(key);
    if (tick?.size === 0) ticks.delete(entry.at);
    return entry;
  };

  const put = (key: string, entry: Omit<Watched, 'at'>): void => {
    take(key);
    const at = tickAfter(entry.level);
    watched.set(key, { ...entry, at, level: Math.min(entry.level, top) });
    const tick = ticks.get(at);
    if (tick === undefined) ticks.set(at, new Set([key]));
    else tick.add(key);
  };

  const sweep = async (): Promise<void> => {
    timer = undefined;
    timerAt = Infinity;
    const now = clock.now();
    const due = [...ticks].flatMap(([at, keys]) => (at <= now + 1 ? [...keys] : []));
    const entries = due.map((key) => [key, take(key)!] as const);
    arm();
    const { news, failed } = await observer.sweep(
      entries.map(([key, { ids }]) => ({ name: nameOf(key), ids })),
    );
    if (stopped) return;
    failures = failed ? failures + 1 : 0;
    for (const [key, entry] of entries) {
      // A pass that was made meanwhile has already said when to look again.
      if (watched.has(key)) continue;
      if (news.has(nameOf(key)) || !entry.calm || now - entry.passedAt >= RESYNC_MS) options.onNews(key);
      else {
        put(key, { ...entry, level: entry.level + 1 });
        options.onSame(key);
      }
    }
    arm();
  };

  return {
    watch(key, { ids, level, calm }) {
      if (stopped) return;
      // While Batch cannot be asked, nobody looks more often than the failures allow.
      put(key, { ids, level: Math.max(level, failures), calm, passedAt: clock.now() });
      arm();
    },
    drop(key) {
      take(key);
      observer.forget(nameOf(key));
      arm();
    },
    get size() {
      return watched.size;
    },
    stop() {
      stopped = true;
      timer?.();
    },
  };
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
