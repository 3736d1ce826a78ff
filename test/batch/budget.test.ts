import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, bucketOf, delayMs, spend, throttled } from '../../src/batch/bucket.ts';
import { virtualTime } from './virtual-time.ts';
import { createBudget, type Budget, type BudgetOptions } from '../../src/batch/budget.ts';

function virtual(options: BudgetOptions = {}) {
  const clock = virtualTime();
  return { budget: createBudget({ ...options, clock }), pass: clock.pass, now: () => clock.nowMs(), clock };
}

function ask(budget: Budget, key: string, count: number, seen: string[]): void {
  for (let i = 0; i < count; i++)
    void budget.take('submit', key).then((granted) => {
      if (!granted) return;
      seen.push(key);
      budget.ended(true);
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

  test.each([1, 7, 60, 2_000])(
    'a bound of %d holds in any minute at the service, however long calls are on their way',
    async (bound) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ ms: fc.nat(40_000), arrives: fc.double({ min: 0, max: 1, noNaN: true }) }), {
            minLength: 1,
            maxLength: 60,
          }),
          async (delays) => {
            const { budget, pass, clock } = virtual({ maxCallsPerMinute: bound });
            const arrivals: number[] = [];
            let i = 0;
            const callOn = async (callClass: 'submit' | 'other', key: string): Promise<void> => {
              for (;;) {
                await budget.take(callClass, key);
                const { ms, arrives } = delays[i++ % delays.length]!;
                clock.after(ms * arrives, () => arrivals.push(clock.nowMs()));
                await new Promise<void>((done) => clock.after(ms, done));
                budget.ended(true);
              }
            };
            for (let k = 0; k < 4; k++) {
              void callOn('submit', `s${k}`);
              void callOn('other', `o${k}`);
            }

            await pass(240_000);

            arrivals.sort((a, b) => a - b);
            const full = arrivals.find((at, k) => k >= bound && at - arrivals[k - bound]! < 60_000);
            expect(full).toBeUndefined();
            expect(arrivals.length).toBeGreaterThanOrEqual(1);
          },
        ),
        { numRuns: 10 },
      );
    },
  );

  test('a bound of one call a minute is shared by both classes', async () => {
    const { budget, pass } = virtual({ maxCallsPerMinute: 1 });
    const seen: string[] = [];
    ask(budget, 'many', 100, seen);
    let others = 0;
    for (let i = 0; i < 100; i++) {
      void budget.take('other', 'x').then(() => {
        others += 1;
        budget.ended(true);
      });
    }

    await pass(600_000);

    expect(seen.length + others).toBeGreaterThanOrEqual(10);
    expect(Math.abs(seen.length - others)).toBeLessThanOrEqual(1);
  });

  test('a call that was never sent gives its place back', async () => {
    const { budget, pass } = virtual({ maxCallsPerMinute: 1 });
    await budget.take('submit', 'a');
    budget.ended(false);
    let granted = false;
    void budget.take('other', 'b').then((each) => (granted = each));

    await pass(0);

    expect(granted).toBe(true);
  });

  test('a spec with a hundred shards leaves every second turn to one with a single array', async () => {
    const { budget, pass, now } = virtual();
    const waits = new Map<string, number[]>();
    const wait = (key: string): void => {
      void budget.take('submit', key).then(() => {
        waits.set(key, [...(waits.get(key) ?? []), now()]);
        budget.ended(true);
      });
    };
    for (let i = 0; i < 100; i++) wait('big');
    for (let k = 0; k < 10; k++) wait(`small-${k}`);

    await pass(10_000);

    const slowest = Math.max(...[...waits].filter(([key]) => key !== 'big').map(([, [at]]) => at!));
    expect(slowest).toBeLessThan(400);
    expect(waits.get('big')).toHaveLength(100);
  });

  test('halves when it is throttled, and is back within fifteen seconds', async () => {
    const { budget, pass } = virtual();
    const seen: string[] = [];
    ask(budget, 'a', 10_000, seen);
    await pass(10_000);

    budget.throttled('submit');
    const before = seen.length;
    await pass(1_000);
    const slow = seen.length - before;
    await pass(14_000);
    const later = seen.length;
    await pass(1_000);

    expect(slow).toBeGreaterThanOrEqual(18);
    expect(slow).toBeLessThanOrEqual(22);
    expect(seen.length - later).toBeGreaterThanOrEqual(39);
    expect(budget.snapshot()).toMatchObject({ throttles: 1, rates: { submit: 40, other: 40 } });
  });

  test('forgets calls that are over, so that a day of them costs nothing', async () => {
    const { budget, pass } = virtual({ submitPerSecond: 1_000, otherPerSecond: 1_000 });
    const seen: string[] = [];
    ask(budget, 'a', 30_000, seen);

    await pass(30_000);
    expect(budget.snapshot().callsLastMinute).toBeGreaterThan(29_000);

    await pass(61_000);
    expect(budget.snapshot().callsLastMinute).toBe(0);
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
