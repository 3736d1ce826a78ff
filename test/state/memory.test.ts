import { expect, test } from 'vitest';
import { createMemoryStore, diskFull } from '../../src/state/index.ts';
import { describeStore } from './contract.ts';

describeStore('memory', async () => {
  const disk = new Map<string, string>();
  return { open: async () => createMemoryStore({ disk }), remove: async () => disk.clear() };
});

test('a fault before a write leaves the old text', async () => {
  const store = createMemoryStore({
    onStep: ({ operation, at }) => {
      if (operation === 'put' && at === 'before') throw diskFull();
    },
  });

  await expect(store.put('a', 'x', 'any')).rejects.toMatchObject({ code: 'ENOSPC', class: 'transient' });

  expect(store.disk.has('a')).toBe(false);
});

test('a fault after a write loses the reply and keeps the text', async () => {
  const store = createMemoryStore({
    onStep: ({ at }) => {
      if (at === 'after') throw new Error('crashed');
    },
  });

  await expect(store.put('a', 'x', 'any')).rejects.toThrow('crashed');

  expect(store.disk.get('a')).toBe('x');
});
