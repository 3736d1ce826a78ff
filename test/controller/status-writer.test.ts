import { expect, test } from 'vitest';
import { createStatusWriter, type Offer, saysTheSame } from '../../src/controller/status-writer.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { virtualClock } from './virtual-clock.ts';

const INTERVAL = 10_000;

/** A writer over a source that remembers what it was given, and when. */
function bench(writeMs = 0, mayWrite = () => true) {
  const clock = virtualClock();
  const writes: { readonly at: number; readonly names: string[] }[] = [];
  const standing = new Map<string, JsonObject>();
  const writer = createStatusWriter({
    clock,
    intervalMs: INTERVAL,
    mayWrite,
    source: {
      writeStatus: async (edits) => {
        writes.push({ at: clock.now(), names: edits.map((each) => each.name) });
        if (writeMs > 0) await new Promise<void>((done) => void clock.after(writeMs, done));
        return edits.map((edit) => ({ edit, outcome: 'written' }));
      },
    },
    onResult: (key, { edit }) => standing.set(key, edit.status),
  });
  const offer = (name: string, status: JsonObject): void => {
    const each: Offer = {
      key: name,
      file: `${name}.yaml`,
      kind: 'ArrayJob',
      name,
      specDigest: 'x',
      status,
      current: standing.get(name),
    };
    writer.offer(each);
  };
  return { clock, writer, writes, offer };
}

const running = (succeeded: number): JsonObject => ({ phase: 'Running', indexes: { succeeded } });

test('news is written at once, gathered with what changes together', async () => {
  const { clock, writes, offer } = bench();

  offer('a', running(0));
  await clock.advance(20);
  offer('b', running(0));
  await clock.advance(1_000);

  expect(writes).toEqual([{ at: 50, names: ['a', 'b'] }]);
});

test('nothing is written while somebody else acts on the source, and what is offered later is', async () => {
  let held = false;
  const { clock, writes, offer } = bench(0, () => held);
  offer('a', running(0));
  await clock.advance(1_000);

  held = true;
  offer('b', running(0));
  await clock.advance(1_000);

  expect(writes).toEqual([{ at: 1_050, names: ['b'] }]);
});

test('mere progress is written once an interval', async () => {
  const { clock, writes, offer } = bench();
  offer('a', running(0));
  await clock.advance(100);

  for (let i = 1; i <= 15; i++) {
    offer('a', running(i));
    await clock.advance(1_000);
  }

  expect(writes.map((each) => each.at)).toEqual([50, 10_050]);
});

test('progress of many objects is written together once an interval, whenever each was written last', async () => {
  const { clock, writes, offer } = bench();
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    offer(name, running(0));
    await clock.advance(2_000);
  }
  writes.length = 0;

  for (let i = 1; i <= 30; i++) {
    offer(names[i % 4]!, running(i));
    await clock.advance(1_000);
  }

  expect(writes.map((each) => each.names.length)).toEqual([4, 4, 4]);
});

test('after a write that took long, news gathers longer', async () => {
  const { clock, writes, offer } = bench(200);
  offer('a', running(0));
  await clock.advance(300);

  offer('b', running(0));
  await clock.advance(400);
  offer('c', running(0));
  await clock.advance(2_000);

  expect(writes.map((each) => each.names)).toEqual([['a'], ['b', 'c']]);
  expect(writes[1]!.at).toBe(300 + 800);
});

test('what is offered while another status is being written is compared with that one', async () => {
  const { clock, writes, offer } = bench(200);
  offer('a', { phase: 'Succeeded' });
  await clock.advance(1_000);
  offer('a', { phase: 'Pending' });
  await clock.advance(900);

  offer('a', { phase: 'Succeeded' });
  await clock.advance(2_000);

  expect(writes.map((each) => each.names)).toEqual([['a'], ['a'], ['a']]);
});

test('a change of phase does not wait for the interval', async () => {
  const { clock, writes, offer } = bench();
  offer('a', running(0));
  await clock.advance(100);
  offer('a', running(1));
  await clock.advance(1_000);

  offer('a', { phase: 'Succeeded', indexes: { succeeded: 2 } });
  await clock.advance(50);

  expect(writes.map((each) => each.at)).toEqual([50, 1_150]);
});

test('what differs in nothing but a time is not written', async () => {
  const { clock, writer, writes, offer } = bench();
  offer('a', {
    phase: 'Succeeded',
    startTime: '1',
    conditions: [{ type: 'Ready', lastTransitionTime: '1' }],
  });
  await clock.advance(100);

  offer('a', {
    phase: 'Succeeded',
    startTime: '2',
    conditions: [{ type: 'Ready', lastTransitionTime: '2' }],
  });
  await clock.advance(60_000);

  expect(writes).toHaveLength(1);
  expect(writer.waiting).toBe(0);
});

test('what is taken back before it was written is not written', async () => {
  const { clock, writes, offer } = bench();
  offer('a', running(0));
  await clock.advance(100);

  offer('a', running(1));
  offer('a', running(0));
  await clock.advance(60_000);

  expect(writes).toHaveLength(1);
});

test('closing writes what waits', async () => {
  const { clock, writer, writes, offer } = bench();
  offer('a', running(0));
  await clock.advance(100);
  offer('a', running(1));

  await writer.close();

  expect(writes).toHaveLength(2);
  expect(writer.waiting).toBe(0);
});

test.each<[string, JsonObject | undefined, JsonObject | undefined, boolean]>([
  ['nothing and nothing', undefined, undefined, true],
  ['nothing and something', undefined, {}, false],
  ['another order of members', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ['another order of a list', { a: [1, 2] }, { a: [2, 1] }, false],
  ['another completion time', { completionTime: 'x' }, { completionTime: 'y' }, true],
])('%s: say the same or not', (_what, a, b, same) => {
  const says = saysTheSame(a, b);

  expect(says).toBe(same);
});
