import { expect, test } from 'vitest';
import { systemClock } from '../../src/controller/clock.ts';
import { type Again, createQueue, type KeyedQueue } from '../../src/controller/queue.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';

interface Bench {
  readonly clock: VirtualClock;
  readonly queue: KeyedQueue;
  /** `key@time` of every pass that began. */
  readonly begun: string[];
  readonly errors: unknown[];
  /** Ends the oldest pass of a key that is under way. */
  readonly end: (key: string, again?: Again) => Promise<void>;
}

const DONE: Again = { kind: 'done' };

/** Passes last until they are ended, or answer at once. */
function bench(workers: number, answer?: (key: string) => Again): Bench {
  const clock = virtualClock();
  const begun: string[] = [];
  const errors: unknown[] = [];
  const open = new Map<string, (again: Again) => void>();
  const queue = createQueue({
    clock,
    workers,
    onError: (_key, error) => errors.push(error),
    work: (key) => {
      begun.push(`${key}@${clock.now()}`);
      if (answer !== undefined) return Promise.resolve().then(() => answer(key));
      if (open.has(key)) throw new Error(`${key} is worked on twice at a time`);
      return new Promise((done) => open.set(key, done));
    },
  });
  return {
    clock,
    queue,
    begun,
    errors,
    end: async (key, again = DONE) => {
      const done = open.get(key);
      open.delete(key);
      done?.(again);
      await clock.advance(0);
    },
  };
}

test('a key that waits is not added twice, and never worked on twice at a time', async () => {
  const { queue, begun, end } = bench(1);

  for (const key of ['a', 'b', 'b', 'a', 'a', 'b']) queue.add(key);
  await end('a');
  await end('b');
  await end('a');

  expect(begun).toEqual(['a@0', 'b@0', 'a@0']);
  expect(queue.depth).toEqual({ ready: 0, delayed: 0, active: 0 });
});

test('at most so many keys are worked on at a time', async () => {
  const { queue, begun, end } = bench(2);

  for (const key of ['a', 'b', 'c']) queue.add(key);
  const first = [...begun];
  await end('b');

  expect(first).toEqual(['a@0', 'b@0']);
  expect(begun).toEqual(['a@0', 'b@0', 'c@0']);
});

test('a wait that was asked for is cut short by a reason to look', async () => {
  const { clock, queue, begun, end } = bench(1);
  queue.add('a');
  await end('a', { kind: 'after', ms: 1_000 });

  await clock.advance(400);
  queue.add('a');
  await end('a', { kind: 'after', ms: 1_000 });
  await clock.advance(999);
  const early = [...begun];
  await clock.advance(1);

  expect(early).toEqual(['a@0', 'a@400']);
  expect(begun).toEqual(['a@0', 'a@400', 'a@1400']);
});

test('backoff grows per key up to a minute, and a good pass ends it', async () => {
  let good = false;
  const { clock, queue, begun } = bench(1, (key) =>
    key === 'a' && !good ? { kind: 'backoff' } : { kind: 'done' },
  );

  queue.add('a');
  await clock.advance(400_000);
  const times = begun.map((each) => Number(each.slice(2)));
  const waits = times.slice(1).map((each, i) => each - times[i]!);
  good = true;
  await clock.advance(60_000);
  good = false;
  begun.length = 0;
  queue.add('a');
  queue.add('b');
  await clock.advance(600);

  expect(waits.slice(0, 9)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect(begun.map((each) => each[0])).toEqual(['a', 'b', 'a']);
});

test('a pass that throws is told and tried again with backoff', async () => {
  let times = 0;
  const { clock, queue, begun, errors } = bench(1, () => {
    if (times++ === 0) throw new Error('broken');
    return DONE;
  });

  queue.add('a');
  await clock.advance(10_000);

  expect(begun).toEqual(['a@0', 'a@500']);
  expect(errors).toMatchObject([{ message: 'broken' }]);
});

test('stopping waits for what is under way, and nothing begins any more', async () => {
  const { clock, queue, begun, end } = bench(1);
  queue.add('a');
  queue.add('b');
  let stopped = false;

  const stopping = queue.stop().then(() => (stopped = true));
  await clock.advance(1_000);
  const before = stopped;
  await end('a', { kind: 'after', ms: 10 });
  await stopping;
  queue.add('c');
  await clock.advance(1_000);

  expect(before).toBe(false);
  expect(begun).toEqual(['a@0']);
});

test('idle comes when nothing is ready or under way, delayed keys apart', async () => {
  const { clock, queue, end } = bench(1);
  queue.add('a');
  let idle = false;

  void queue.idle().then(() => (idle = true));
  await clock.advance(0);
  const before = idle;
  await end('a', { kind: 'after', ms: 1_000 });

  expect([before, idle]).toEqual([false, true]);
  expect(queue.depth.delayed).toBe(1);
});

test('passes that never wait leave timers a turn', async () => {
  const queue = createQueue({
    clock: systemClock(),
    workers: 1,
    onError: () => undefined,
    work: () => {
      const began = performance.now();
      while (performance.now() - began < 5);
      return Promise.resolve(DONE);
    },
  });
  let left = 0;
  setTimeout(() => {
    left = queue.depth.ready;
  }, 1);

  for (let i = 0; i < 40; i += 1) queue.add(`k${i}`);
  await queue.idle();

  expect(left).toBeGreaterThan(0);
});
