import { describe, expect, test } from 'vitest';
import { createBreaker } from '../../src/batch/breaker.ts';
import { createBudget } from '../../src/batch/budget.ts';
import { createGate } from '../../src/batch/gate.ts';
import { ok, type Outcome } from '../../src/batch/outcome.ts';
import { createQueue } from '../../src/controller/queue.ts';
import { virtualClock } from '../controller/virtual-clock.ts';
import { virtualTime } from './virtual-time.ts';

const DEAD: Outcome<never> = { kind: 'transient', code: 'Unreachable', message: 'ECONNREFUSED' };
const NOBODY_KNOWS: Outcome<never> = { kind: 'unknown', message: 'a timeout' };
const REFUSED: Outcome<never> = { kind: 'terminal', code: 'ClientException', message: 'no' };
const MINUTE = 60_000;

/** Objects that all want calls, over the controller's own queue, and a service that answers as told. */
function world(objects: number, answer: () => Outcome<unknown>) {
  const clock = virtualClock();
  const budget = createBudget({
    clock: { nowMs: () => clock.now(), after: (ms, run) => clock.after(ms, run) },
  });
  const gate = createGate({ budget, closing: new AbortController().signal });
  const calls: { at: number; key: string }[] = [];
  const done = new Map<string, number>();
  const queue = createQueue({
    clock,
    workers: 8,
    onError: () => undefined,
    work: async (key) => {
      const operation = key.endsWith('0') ? 'SubmitJob' : 'DescribeJobs';
      const outcome = await gate.call(operation, { key }, async () => {
        calls.push({ at: clock.now(), key });
        return answer();
      });
      if (outcome.kind !== 'ok') return { kind: 'backoff' };
      done.set(key, clock.now());
      return { kind: 'done' };
    },
  });
  for (let i = 0; i < objects; i++) queue.add(`o${i}`);
  const inMinute = (n: number): number =>
    calls.filter(({ at }) => at >= n * MINUTE && at < (n + 1) * MINUTE).length;
  return { clock, calls, done, inMinute };
}

describe('an endpoint that does not answer', () => {
  test.each([
    [1, DEAD],
    [50, DEAD],
    [500, DEAD],
    [500, NOBODY_KNOWS],
  ])('costs a bounded, falling number of calls with %d objects', async (objects, answer) => {
    const { clock, inMinute } = world(objects, () => answer);

    await clock.advance(10 * MINUTE);

    expect(inMinute(0)).toBeLessThanOrEqual(20);
    expect(inMinute(1)).toBeLessThanOrEqual(3);
    for (let n = 2; n < 10; n++) expect(inMinute(n)).toBeLessThanOrEqual(1);
    expect(inMinute(8) + inMinute(9)).toBeGreaterThanOrEqual(1);
  });

  test('that comes back serves everybody soon', async () => {
    let alive = false;
    const { clock, done } = world(300, () => (alive ? ok({}) : DEAD));
    await clock.advance(10 * MINUTE);
    expect(done.size).toBe(0);

    alive = true;
    await clock.advance(3 * MINUTE);

    expect(done.size).toBe(300);
  });

  test('some failures among answers hold nobody up', async () => {
    let n = 0;
    const { clock, done, calls } = world(200, () => (n++ % 3 === 0 ? DEAD : ok({})));

    await clock.advance(MINUTE);

    expect(done.size).toBe(200);
    expect(calls.length).toBeLessThan(320);
  });

  test('a refusal is an answer', async () => {
    const { clock, calls } = world(100, () => REFUSED);

    await clock.advance(5_000);

    expect(calls.length).toBeGreaterThan(100);
  });
});

describe('the breaker', () => {
  test('lets one call at a time find out, and forgets the outage with the first answer', async () => {
    const time = virtualTime();
    const breaker = createBreaker(time);
    for (let i = 0; i < 5; i++) {
      expect(breaker.enter()).toBe(0);
      breaker.leave('failed');
    }

    expect(breaker.enter()).toBe(1_000);
    await time.pass(1_000);
    expect(breaker.enter()).toBe(0);
    expect(breaker.enter()).toBeGreaterThan(0);
    breaker.leave('answered');
    expect(breaker.enter()).toBe(0);
    expect(breaker.failures).toBe(0);
  });

  test('takes the failures of calls that were under way for one', async () => {
    const time = virtualTime();
    const breaker = createBreaker(time);

    for (let i = 0; i < 40; i++) breaker.leave('failed');

    expect(breaker.enter()).toBe(1_000);
  });

  test('a call that was given up decides nothing', async () => {
    const time = virtualTime();
    const breaker = createBreaker(time);
    for (let i = 0; i < 5; i++) breaker.leave('failed');
    await time.pass(1_000);

    expect(breaker.enter()).toBe(0);
    breaker.leave('unsent');

    expect(breaker.enter()).toBe(0);
  });

  test('waits a minute at the longest', async () => {
    const time = virtualTime();
    const breaker = createBreaker(time);
    for (let i = 0; i < 5; i++) breaker.leave('failed');
    for (let i = 0; i < 20; i++) {
      await time.pass(MINUTE);
      expect(breaker.enter()).toBe(0);
      breaker.leave('failed');
    }

    expect(breaker.enter()).toBe(MINUTE);
  });
});
