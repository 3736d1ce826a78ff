import { describe, expect, test } from 'vitest';
import { createEventLog, EVENTS_KEPT, EVENTS_KEY, readEvents } from '../../src/controller/event-log.ts';
import { createMemoryStore, type StateStore } from '../../src/state/index.ts';
import { virtualClock } from './virtual-clock.ts';

const held = { check: () => true };
const event = (reason: string, message = 'm') => ({ type: 'Normal' as const, reason, message });

/** A store that counts its puts, and fails the first of them when it shall. */
function counted(store: StateStore, failing = 0): StateStore & { readonly puts: () => number } {
  let puts = 0;
  return {
    ...store,
    url: store.url,
    puts: () => puts,
    async put(key, text, expected) {
      puts++;
      if (puts <= failing) throw new Error('the disk is full');
      return store.put(key, text, expected);
    },
  };
}

describe('the log of events', () => {
  test('what happens together is one write, and nothing is written while nothing happens', async () => {
    const clock = virtualClock();
    const store = counted(createMemoryStore());
    const log = createEventLog({ store, lease: held, clock });

    for (let i = 0; i < 50; i++) log.listener.event('ArrayJob/a', event(`R${i}`));
    await clock.advance(60_000);
    const busy = store.puts();
    await clock.advance(3_600_000);
    await log.close();

    expect(busy).toBe(1);
    expect(store.puts()).toBe(1);
    expect(await readEvents(store)).toHaveLength(50);
  });

  test('a storm costs a write every five seconds, on S3 every thirty', async () => {
    const writes = async (url: string): Promise<number> => {
      const clock = virtualClock();
      const store = { ...counted(createMemoryStore()), url };
      const log = createEventLog({ store, lease: held, clock });
      for (let i = 0; i < 600; i++) {
        log.listener.event('ArrayJob/a', event('R', String(i)));
        await clock.advance(100);
      }
      return store.puts();
    };

    expect(await writes('memory:')).toBeLessThanOrEqual(13);
    expect(await writes('s3://b/p')).toBeLessThanOrEqual(3);
  });

  test('the latest are kept, behind those of an earlier process', async () => {
    const clock = virtualClock();
    const store = createMemoryStore();
    for (const round of [0, 1]) {
      const log = createEventLog({ store, lease: held, clock });
      for (let i = 0; i < 150; i++) log.listener.event('ArrayJob/a', event(`R${round}`, String(i)));
      await log.close();
    }

    const events = await readEvents(store);

    expect(events).toHaveLength(EVENTS_KEPT);
    expect(events[0]).toMatchObject({ reason: 'R0', message: '100' });
    expect(events.at(-1)).toMatchObject({ reason: 'R1', message: '149' });
  });

  test('what happens again is counted, and stands where it happened last', async () => {
    const clock = virtualClock();
    const store = createMemoryStore();
    const log = createEventLog({ store, lease: held, clock });

    log.listener.event('ArrayJob/a', event('Again'));
    log.listener.event('ArrayJob/a', event('Other'));
    await clock.advance(10_000);
    log.listener.event('ArrayJob/a', event('Again'));
    await log.close();

    const events = await readEvents(store);
    expect(events.map((each) => each.reason)).toEqual(['Other', 'Again']);
    expect(events[1]).toMatchObject({ count: 2 });
    expect(Date.parse(events[1]!.time) - Date.parse(events[1]!.firstTime!)).toBe(10_000);
  });

  test('a write that fails waits for the next one', async () => {
    const clock = virtualClock();
    const store = counted(createMemoryStore(), 1);
    const log = createEventLog({ store, lease: held, clock });

    log.listener.event('ArrayJob/a', event('First'));
    await clock.advance(10_000);
    log.listener.event('ArrayJob/a', event('Second'));
    await log.close();

    expect((await readEvents(store)).map((each) => each.reason)).toEqual(['First', 'Second']);
  });

  test('without the lease nothing is written', async () => {
    const clock = virtualClock();
    const store = counted(createMemoryStore());
    const log = createEventLog({ store, lease: { check: () => false }, clock });

    log.listener.event('ArrayJob/a', event('R'));
    await clock.advance(10_000);
    await log.close();

    expect(store.puts()).toBe(0);
  });

  test('a write of another process in between is not lost, and damaged lines are passed over', async () => {
    const clock = virtualClock();
    const store = createMemoryStore();
    const log = createEventLog({ store, lease: held, clock });
    log.listener.event('ArrayJob/a', event('Mine'));
    await clock.advance(10_000);
    const entry = await store.get(EVENTS_KEY);
    const theirs = { time: '2026-01-01T00:00:00Z', object: 'ArrayJob/b', ...event('Theirs') };
    await store.put(EVENTS_KEY, `${entry!.text}{"half\n[]\n${JSON.stringify(theirs)}\n`, 'any');

    log.listener.event('ArrayJob/a', event('Next'));
    await log.close();

    expect((await readEvents(store)).map((each) => each.reason)).toEqual(['Mine', 'Theirs', 'Next']);
  });
});
