import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StateStore } from '../../src/state/index.ts';

/** One place that several stores can be opened at, as several processes would. */
export interface Place {
  open(): Promise<StateStore>;
  remove(): Promise<void>;
}

/** What every form of the state store has to do alike. */
export function describeStore(name: string, makePlace: () => Promise<Place>): void {
  describe(`the state store in ${name}`, () => {
    let place: Place;
    let store: StateStore;

    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    test('an absent key has no entry', async () => {
      expect(await store.get('a/b')).toBeUndefined();
    });

    test('a text is kept as it was given, unicode and line ends included', async () => {
      const text = '{\r\n  "name": "Zürich 東京 👩‍🚀 \u0000"\n}\n\n';

      const put = await store.put('objects/a.b_C-1', text, 'absent');

      const entry = await store.get('objects/a.b_C-1');
      expect(put).toEqual({ ok: true, etag: entry?.etag });
      expect(entry?.text).toBe(text);
    });

    test('a text of 5 MB and an empty one are kept', async () => {
      const large = 'é0123456789'.repeat(450_000);

      await store.put('large', large, 'absent');
      await store.put('empty', '', 'absent');

      expect((await store.get('large'))?.text).toBe(large);
      expect((await store.get('empty'))?.text).toBe('');
    });

    test('absent writes only where nothing is', async () => {
      await store.put('a', 'one', 'absent');

      expect(await store.put('a', 'two', 'absent')).toEqual({ ok: false, conflict: true });
      expect((await store.get('a'))?.text).toBe('one');
    });

    test('an etag writes only over that content', async () => {
      const first = await put(store, 'a', 'one', 'absent');
      const second = await put(store, 'a', 'two', first);

      expect(second).not.toBe(first);
      expect(await store.put('a', 'three', first)).toEqual({ ok: false, conflict: true });
      expect((await store.get('a'))?.text).toBe('two');
    });

    test('an etag does not write where nothing is', async () => {
      const etag = await put(store, 'a', 'one', 'absent');
      await store.delete('a', etag);

      expect(await store.put('a', 'two', etag)).toEqual({ ok: false, conflict: true });
      expect(await store.get('a')).toBeUndefined();
    });

    test('any writes over whatever is there, and over nothing', async () => {
      await put(store, 'a', 'one', 'any');
      await put(store, 'a', 'two', 'any');

      expect((await store.get('a'))?.text).toBe('two');
    });

    test('delete respects the etag and says whether the key is gone', async () => {
      const old = await put(store, 'a', 'one', 'absent');
      const etag = await put(store, 'a', 'two', old);

      expect(await store.delete('a', old)).toBe(false);
      expect((await store.get('a'))?.text).toBe('two');
      expect(await store.delete('a', etag)).toBe(true);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.delete('a', etag)).toBe(true);
      expect(await store.delete('a', 'any')).toBe(true);
    });

    test('list gives the keys with a string prefix, sorted', async () => {
      const keys = ['b', 'a/b/c', 'a-b', 'a.b', 'a/b-c', 'ab', 'a/a', 'A/z', 'lease'];
      for (const key of keys) await put(store, key, key, 'absent');

      expect(await all(store.list(''))).toEqual([...keys].sort());
      expect(await all(store.list('a/'))).toEqual(['a/a', 'a/b-c', 'a/b/c']);
      expect(await all(store.list('a/b'))).toEqual(['a/b-c', 'a/b/c']);
      expect(await all(store.list('a'))).toEqual(['a-b', 'a.b', 'a/a', 'a/b-c', 'a/b/c', 'ab']);
      expect(await all(store.list('none/'))).toEqual([]);
    });

    test('of twenty writers that expect the same, exactly one wins', async () => {
      const stores = [store, await place.open()];
      const etag = await put(store, 'a', 'start', 'absent');

      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => stores[n % 2]!.put('a', `writer ${n}`, etag)),
      );

      const winners = results.flatMap((each, n) => (each.ok ? [n] : []));
      expect(winners).toHaveLength(1);
      expect((await store.get('a'))?.text).toBe(`writer ${winners[0]!}`);
      await stores[1]!.close();
    });

    test('a counter that two stores raise loses no step', async () => {
      const other = await place.open();
      await put(store, 'counter', '0', 'absent');
      const raise = async (by: StateStore): Promise<void> => {
        for (let done = 0; done < 15;) {
          const entry = (await by.get('counter'))!;
          const result = await by.put('counter', String(Number(entry.text) + 1), entry.etag);
          if (result.ok) done++;
        }
      };

      await Promise.all([raise(store), raise(other)]);

      expect((await store.get('counter'))?.text).toBe('30');
      await other.close();
    });

    test.each([
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      '.',
      'a/.b',
      'a b',
      'ä',
      'VERSION',
      'a\\b',
      'x'.repeat(600),
    ])('the key %j is refused', async (key) => {
      await expect(store.put(key, 'x', 'any')).rejects.toMatchObject({
        code: 'InvalidKey',
        class: 'terminal',
      });
      await expect(store.get(key)).rejects.toMatchObject({ code: 'InvalidKey' });
      await expect(store.delete(key, 'any')).rejects.toMatchObject({ code: 'InvalidKey' });
    });

    test('a closed store refuses to work', async () => {
      await store.close();

      await expect(store.get('a')).rejects.toMatchObject({ code: 'Closed' });
    });
  });
}

/** Puts a text and gives the new etag; throws on a conflict. */
export async function put(store: StateStore, key: string, text: string, expected: string): Promise<string> {
  const result = await store.put(key, text, expected);
  if (!result.ok) throw new Error(`conflict on ${key}`);
  return result.etag;
}

/** Everything an async iterable gives. */
export async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of from) found.push(each);
  return found;
}
