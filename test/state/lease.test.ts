import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lease, MemoryStep } from '../../src/state/index.ts';
import {
  acquireLease,
  claimRecord,
  claimRecords,
  createMemoryStore,
  diskFull,
  fencedStore,
  formatRecord,
  stateError,
} from '../../src/state/index.ts';
import { put } from './contract.ts';
import { createVirtualTime } from './virtual-clock.ts';

const ttlMs = 15_000;
const renewMs = 5_000;

function world() {
  const time = createVirtualTime();
  const disk = new Map<string, string>();
  const join = async (instance: string, onStep?: (step: MemoryStep) => Promise<void> | void) => {
    const clock = time.clock();
    const store = createMemoryStore({ disk, ...(onStep === undefined ? {} : { onStep }) });
    const lease = await acquireLease(store, { holder: `host-${instance}`, instance, clock });
    return { lease, clock, store };
  };
  return { time, disk, join };
}

describe('the lease', () => {
  test('goes to the first, and the second stands by and knows whom it waits for', async () => {
    const { time, join } = world();

    const a = await join('a');
    const b = await join('b');
    await time.advance(10 * ttlMs);

    expect([a.lease.state, a.lease.check(), a.lease.epoch]).toEqual(['held', true, 1]);
    expect([b.lease.state, b.lease.check(), b.lease.epoch]).toEqual(['standby', false, 0]);
    expect(b.lease.other).toMatchObject({ holder: 'host-a', epoch: 1 });
  });

  test('is taken over within ttl + renew after the death of its holder, with a greater epoch', async () => {
    const { time, join } = world();
    const a = await join('a');
    const b = await join('b');
    await time.advance(12_345);

    a.clock.paused = true;
    await time.advance(ttlMs - renewMs - 1);
    const early = b.lease.state;
    await time.advance(2 * renewMs + 1);

    expect(early).toBe('standby');
    expect([b.lease.state, b.lease.epoch, b.lease.token]).toEqual(['held', 2, '2-b']);
  });

  test('is not held any more by one that was stopped, at the very moment it wakes up', async () => {
    const { time, join } = world();
    const a = await join('a');
    const b = await join('b');
    a.clock.paused = true;
    await time.advance(ttlMs * 2);

    const onWaking = a.lease.check();
    a.clock.paused = false;
    await time.advance(1);

    expect(onWaking).toBe(false);
    expect([a.lease.state, b.lease.state]).toEqual(['lost', 'held']);
    await time.advance(10 * ttlMs);
    expect([a.lease.state, b.lease.state, b.lease.epoch]).toEqual(['lost', 'held', 2]);
  });

  test('passes at the next look after a clean release', async () => {
    const { time, join } = world();
    const a = await join('a');
    const b = await join('b');

    await a.lease.release();
    await time.advance(renewMs);

    expect([a.lease.state, a.lease.check()]).toEqual(['standby', false]);
    expect([b.lease.state, b.lease.epoch]).toEqual(['held', 2]);
  });

  test.each([30 * 86_400_000, -30 * 86_400_000])(
    'does not care about a wall clock that jumps by %d ms',
    async (jump) => {
      const { time, join } = world();
      const a = await join('a');
      const b = await join('b');
      const changes: string[] = [];
      a.lease.onChange((lease) => changes.push(lease.state));
      b.lease.onChange((lease) => changes.push(lease.state));

      a.clock.wallOffsetMs = jump;
      await time.advance(2 * ttlMs);
      b.clock.wallOffsetMs = -jump;
      await time.advance(2 * ttlMs);

      expect(changes).toEqual([]);
      expect([a.lease.check(), b.lease.check()]).toEqual([true, false]);
    },
  );

  test('outlives failures of the store shorter than ttl − margin − renew − a retry, and lost replies of any length', async () => {
    const { time, join } = world();
    let fault: 'none' | 'before' | 'after' = 'none';
    const a = await join('a', ({ operation, at }) => {
      if (operation === 'put' && at === fault) throw diskFull();
    });
    const changes: string[] = [];
    a.lease.onChange((lease) => changes.push(lease.state));

    fault = 'before';
    await time.advance(10_700);
    fault = 'none';
    await time.advance(2 * renewMs);
    fault = 'after';
    await time.advance(10 * ttlMs);

    expect(changes).toEqual([]);
    expect([a.lease.check(), a.lease.epoch]).toEqual([true, 1]);
  });

  test('is lost when the store fails for longer, and comes back as a new epoch', async () => {
    const { time, join } = world();
    let fails = false;
    const a = await join('a', () => {
      if (fails) throw diskFull();
    });
    const changes: string[] = [];
    a.lease.onChange((lease) => changes.push(`${lease.state} ${lease.epoch}`));

    fails = true;
    await time.advance(ttlMs);
    fails = false;
    await time.advance(renewMs);

    expect(changes).toEqual(['lost 1', 'held 2']);
  });

  test('is lost in time when a renewal hangs', async () => {
    const { time, join } = world();
    let hangs = false;
    const a = await join('a', () => (hangs ? new Promise<void>(() => undefined) : undefined));

    hangs = true;
    await time.advance(renewMs + 12_000);

    expect([a.lease.state, a.lease.check()]).toEqual(['lost', false]);
  });

  test('whose record is deleted or damaged stays with its holder', async () => {
    const { time, disk, join } = world();
    const a = await join('a');
    const b = await join('b');

    disk.delete('lease');
    await time.advance(ttlMs);
    disk.set('lease', '{"epoch": 1, "hol');
    await time.advance(2 * ttlMs);

    expect([a.lease.state, a.lease.epoch, b.lease.state]).toEqual(['held', 1, 'standby']);
  });

  test('refuses times that do not fit and a store that says no', async () => {
    const no = createMemoryStore({
      onStep: () => {
        throw stateError('EACCES', 'terminal', 'no');
      },
    });

    await expect(acquireLease(no, { holder: 'a', ttlMs: 1000, renewMs: 900 })).rejects.toMatchObject({
      code: 'InvalidLease',
    });
    await expect(acquireLease(no, { holder: 'a' })).rejects.toMatchObject({ code: 'EACCES' });
  });

  test('is never held by two, whatever stops, fails or is delayed, and somebody holds it in the end', async () => {
    const act = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('pause', 'resume', 'fail', 'lose replies', 'slow', 'heal', 'jump'),
      thenMs: fc.integer({ min: 1, max: 12_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
        const { time, join } = world();
        const modes = ['heal', 'heal', 'heal'];
        const contenders = [];
        for (const n of [0, 1, 2]) {
          contenders.push(
            await join(`c${n}`, ({ at }) => {
              if (modes[n] === 'fail' && at === 'before') throw diskFull();
              if (modes[n] === 'lose replies' && at === 'after') throw diskFull();
              if (modes[n] === 'slow') return new Promise((done) => void time.clock().after(1_700, done));
              return undefined;
            }),
          );
        }
        const leases = contenders.map((each) => each.lease);
        let highest = 0;
        const verify = (): void => {
          const holders = leases.filter((each) => each.check());
          expect(holders.length).toBeLessThanOrEqual(1);
          for (const each of holders) {
            expect(each.epoch).toBeGreaterThanOrEqual(highest);
            highest = each.epoch;
          }
        };
        for (const each of leases) each.onChange(verify);

        for (const { who, what, thenMs } of acts) {
          if (what === 'pause') contenders[who]!.clock.paused = true;
          else if (what === 'resume') contenders[who]!.clock.paused = false;
          else if (what === 'jump') contenders[who]!.clock.wallOffsetMs += (thenMs - 6_000) * 1_000_000;
          else modes[who] = what;
          for (let slept = 0; slept < thenMs; slept += 500) {
            await time.advance(Math.min(500, thenMs - slept));
            verify();
          }
        }
        for (const n of [0, 1, 2]) {
          modes[n] = 'heal';
          contenders[n]!.clock.paused = false;
        }
        await time.advance(2 * ttlMs + 2 * renewMs);

        expect(leases.filter((each) => each.check())).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('the fence', () => {
  const holding = (token: string): Pick<Lease, 'check' | 'token'> => ({ check: () => true, token });
  const text = formatRecord({ version: 1 }, { runs: 1 }, '1-a');

  test('lets nothing through without the lease', async () => {
    const store = createMemoryStore();
    const fenced = fencedStore(store, { check: () => false });

    await expect(fenced.put('a', 'x', 'any')).rejects.toMatchObject({
      code: 'LeaseLost',
      class: 'transient',
    });
    await expect(fenced.delete('a', 'any')).rejects.toMatchObject({ code: 'LeaseLost' });
    expect(store.disk.size).toBe(0);
  });

  test('makes the write of an earlier holder that already passed its check fail', async () => {
    const store = createMemoryStore();
    const early = await put(store, 'objects/x', text, 'absent');

    await claimRecord(store, holding('2-b'), 'objects/x');
    const late = await fencedStore(store, { check: () => true }).put('objects/x', 'late', early);

    expect(late).toEqual({ ok: false, conflict: true });
    expect(JSON.parse(store.disk.get('objects/x')!)).toEqual({ version: 1, fence: '2-b', data: { runs: 1 } });
  });

  test('claims all records of a prefix once and names the unreadable', async () => {
    let puts = 0;
    const store = createMemoryStore({
      onStep: ({ operation, at }) => {
        if (operation === 'put' && at === 'after') puts++;
      },
    });
    for (let n = 0; n < 40; n++) store.disk.set(`objects/${n}`, text);
    store.disk.set('objects/broken', '{"ver');
    store.disk.set('lease', 'x');

    const unreadable = await claimRecords(store, holding('2-b'), 'objects/');
    await claimRecords(store, holding('2-b'), 'objects/');

    expect(unreadable).toEqual(['objects/broken']);
    expect(puts).toBe(40);
    expect([...store.disk.values()].filter((each) => each.includes('2-b'))).toHaveLength(40);
  });
});
