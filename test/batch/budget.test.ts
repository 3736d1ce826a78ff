import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, bucketOf, delayMs, spend, throttled } from '../../src/batch/bucket.ts';
import { createBudget, type Budget, type BudgetOptions } from '../../src/batch/budget.ts';

/** Time that passes only when told. */
function virtual(options: BudgetOptions = {}) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const clock = {
    nowMs: () => now,
    after: (delay: number, run: () => void) => {
      const timer = { at: now + delay, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    for (;;) {
      await Promise.resolve();
      const next = timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((each) => each !== next);
      now = next.at;
      next.run();
    }
    now = end;
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { budget: createBudget({ ...options, clock }), pass, now: () => now };
}

function ask(budget: Budget, key: string, count: number, seen: string[]): void {
  for (let i = 0; i < count; i++)
    void budget.take('submit', key).then((granted) => {
      if (granted) seen.push(key);
    });
}

describe('the budget', () => {
  test('lets through its rate, and hardly more in the first second', async () => {
    const { budget, pass } = virtual();
    const seen: string[] = [];
    ask(budget, 'a', 1_000, seen);

    await pass(1_000);
    expect(seen.length).toBeGreaterThanOrEqual(40);
    expect(seen.length).toBeLessThanOrEqual(45);

    await pass(9_000);
    expect(seen.length).toBeGreaterThanOrEqual(380);
    expect(seen.length).toBeLessThanOrEqual(405);
  });

  test('gives keys their turns, so that a hundred calls of one never starve another', async () => {
    const { budget, pass } = virtual();
    const seen: string[] = [];
    ask(budget, 'big', 100, seen);
    ask(budget, 'small', 1, seen);

    await pass(200);

    expect(seen).toContain('small');
  });

  test('keeps classes apart', async () => {
    const { budget, pass } = virtual();
    ask(budget, 'a', 1_000, []);
    let granted = false;
    void budget.take('other', 'a').then((each) => (granted = each));

    await pass(0);

    expect(granted).toBe(true);
  });

  test('never passes the bound of a minute', async () => {
    const { budget, pass } = virtual({ maxCallsPerMinute: 10 });
    const seen: string[] = [];
    ask(budget, 'a', 100, seen);

    await pass(59_000);
    expect(seen.length).toBe(10);

    await pass(60_000);
    expect(seen.length).toBe(20);
  });

  test('forgets who has given up waiting', async () => {
    const { budget, pass } = virtual({ submitPerSecond: 1 });
    const controller = new AbortController();
    const seen: string[] = [];
    ask(budget, 'a', 1, seen);
    const waiting = budget.take('submit', 'b', controller.signal);

    controller.abort();

    expect(await waiting).toBe(false);
    expect(budget.snapshot().waiting.submit).toBe(0);
    await pass(10_000);
    expect(seen).toEqual(['a']);
  });

  test('refuses a rate of nothing', () => {
    expect(() => createBudget({ submitPerSecond: 0 })).toThrow(RangeError);
    expect(() => createBudget({ maxCallsPerMinute: 0.5 })).toThrow(RangeError);
  });
});

describe('the bucket', () => {
  test('halves once for all echoes of a second, and recovers', () => {
    let bucket = bucketOf(40, 0);
    for (const at of [0, 10, 500]) bucket = throttled(bucket, at);

    expect(bucket.rate).toBe(20);
    expect(advance(bucket, 12_000).rate).toBe(40);
  });

  test('never lets more through than its rate and burst allow, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: fc.nat(2_000), hit: fc.boolean() }), { maxLength: 200 }),
        (steps) => {
          let bucket = bucketOf(40, 0);
          let now = 0;
          let sent = 0;
          for (const { ms, hit } of steps) {
            now += ms;
            bucket = advance(bucket, now);
            while (delayMs(bucket) === 0) {
              bucket = spend(bucket);
              sent += 1;
            }
            if (hit) bucket = throttled(bucket, now);
            expect(bucket.rate).toBeGreaterThanOrEqual(0.5);
            expect(bucket.rate).toBeLessThanOrEqual(40);
          }
          expect(sent).toBeLessThanOrEqual((now / 1000) * 40 + 5);
        },
      ),
    );
  });
});
