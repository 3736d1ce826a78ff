import type { Clock } from './clock.ts';
import type { Inspection } from './inspection.ts';
import type { Meter, PassResult } from './meter.ts';
import { inPass } from './pass-id.ts';
import type { Again } from './queue.ts';

/** How many of the objects under way an inspection names. */
const ACTIVE_SHOWN = 20;

/** Runs passes and remembers what is under way: every pass has an id, is timed, and is counted. */
export function createActivity(clock: Pick<Clock, 'now'>, meter: Meter) {
  const active = new Map<string, number>();
  let lastPassAt = clock.now();

  const timed = async (key: string, work: () => Promise<Again>): Promise<Again> => {
    const begun = clock.now();
    let result: PassResult = 'error';
    active.set(key, begun);
    try {
      const again = await work();
      result = again.kind === 'after' ? 'requeue' : again.kind;
      return again;
    } finally {
      active.delete(key);
      lastPassAt = clock.now();
      meter.passed(key, result, lastPassAt - begun);
    }
  };

  return {
    pass: (key: string, work: () => Promise<Again>): Promise<Again> => inPass(() => timed(key, work)),
    seen: (): Pick<Inspection, 'lastPassAt' | 'active'> => ({
      lastPassAt,
      active: [...active].slice(0, ACTIVE_SHOWN).map(([object, since]) => ({ object, since })),
    }),
  };
}
