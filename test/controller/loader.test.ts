import { expect, test } from 'vitest';
import { createLoader } from '../../src/controller/loader.ts';
import { parseFile } from '../../src/document/index.ts';
import type { Source } from '../../src/source/index.ts';
import { createMemoryStore } from '../../src/state/index.ts';
import { job } from './house.ts';

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
    listener: {
      event: () => undefined,
      standing: () => undefined,
      problem: () => undefined,
      note: () => undefined,
    },
    recorded: () => Promise.resolve([]),
    onLoaded: () => undefined,
    onChanged: (key) => seen.push(`${key}: id of ${loader.sourceId.length} digits`),
  });

  await loader.reload();

  expect(seen.slice(0, -1).every((each) => each.endsWith("0 objects, id ''"))).toBe(true);
  expect(seen.at(-1)).toBe('ArrayJob/a: id of 8 digits');
});
