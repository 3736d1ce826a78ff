import { expect, test } from 'vitest';
import { createLoader } from '../../src/controller/loader.ts';
import { parseFile } from '../../src/document/index.ts';
import type { Source } from '../../src/source/index.ts';
import { createMemoryStore } from '../../src/state/index.ts';
import { job } from './house.ts';

const NOBODY = {
  event: () => undefined,
  standing: () => undefined,
  problem: () => undefined,
  note: () => undefined,
};

test('shows no object before the source has its id, under which jobs are named', async () => {
  const seen: string[] = [];
  const file = 'a.yaml';
  const parsed = parseFile(file, new TextEncoder().encode(job('a', '{ size: 2 }')));
  const source = {
    url: 'test',
    load: () => Promise.resolve({ files: [{ file, parsed }], findings: [], complete: true, version: '' }),
  } as unknown as Source;
  const store = createMemoryStore({
    onStep: ({ operation, key, at }) => {
      seen.push(`${operation} ${key} ${at}: ${loader.catalog.objects.size} objects, id '${loader.sourceId}'`);
    },
  });
  const loader = createLoader({
    source,
    store,
    givenId: undefined,
    policy: undefined,
    listener: NOBODY,
    recorded: () => Promise.resolve([]),
    onLoaded: () => undefined,
    onChanged: (key) => seen.push(`${key}: id of ${loader.sourceId.length} digits`),
  });

  await loader.reload();

  expect(seen.slice(0, -1).every((each) => each.endsWith("0 objects, id ''"))).toBe(true);
  expect(seen.at(-1)).toBe('ArrayJob/a: id of 8 digits');
});

test('what changed while the inventory could not be read is told when it can be', async () => {
  const changed: string[] = [];
  const files = { current: [] as readonly { file: string; text: string }[], complete: true };
  const source = {
    url: 'test',
    load: () =>
      Promise.resolve({
        files: files.current.map(({ file, text }) => ({
          file,
          parsed: parseFile(file, new TextEncoder().encode(text)),
        })),
        findings: [],
        complete: files.complete,
        version: '',
      }),
  } as unknown as Source;
  let away = false;
  const loader = createLoader({
    source,
    store: createMemoryStore(),
    givenId: '00000000',
    policy: undefined,
    listener: NOBODY,
    recorded: () => (away ? Promise.reject(new Error('away')) : Promise.resolve(['gone'])),
    onLoaded: () => undefined,
    onChanged: (key) => changed.push(key),
  });
  files.current = [{ file: 'a.yaml', text: job('a', '{ size: 2 }') }];
  files.complete = false;
  await loader.reload();
  files.current = [{ file: 'a.yaml', text: job('a', '{ size: 3 }') }];
  files.complete = true;
  changed.length = 0;

  away = true;
  const failed = loader.reload();
  await expect(failed).rejects.toThrow('away');
  const during = [...changed];
  away = false;
  await loader.reload();

  expect(during).toEqual([]);
  expect(changed).toEqual(['ArrayJob/gone', 'ArrayJob/a']);
});
