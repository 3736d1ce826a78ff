import { expect, test } from 'vitest';
import type { Catalog, Declared } from '../../src/controller/catalog.ts';
import { createStandings } from '../../src/controller/standings.ts';
import type { Offer } from '../../src/controller/status-writer.ts';
import type { Status } from '../../src/core/status.ts';

const KEY = 'ArrayJob/a';
const declared = (over: Partial<Declared> = {}): Declared => ({
  kind: 'ArrayJob',
  name: 'a',
  file: 'a.yaml',
  specDigest: 'x',
  status: undefined,
  findings: [],
  copies: [],
  spec: { kind: 'invalid' },
  ...over,
});

function bench() {
  const objects = new Map([[KEY, declared()]]);
  const offers: Offer[] = [];
  const standings = createStandings({
    catalog: () => ({ objects }) as unknown as Catalog,
    listener: { standing: () => undefined },
    writer: { offer: (each) => void offers.push(each) },
  });
  standings.stand(KEY, declared(), { phase: 'Succeeded', conditions: [] } as unknown as Status);
  return { objects, offers, standings };
}

test('what an object stands as is offered again with what is in its file by now', () => {
  const { objects, offers, standings } = bench();
  objects.set(KEY, declared({ file: 'moved.yaml', status: { phase: 'Pending' } }));

  standings.offerAgain(KEY);

  expect(offers).toHaveLength(2);
  expect(offers[1]).toMatchObject({
    file: 'moved.yaml',
    status: { phase: 'Succeeded' },
    current: { phase: 'Pending' },
  });
});

test('nothing is offered again of an object that is gone, has another spec by now, or was not looked at', () => {
  const { objects, offers, standings } = bench();

  standings.offerAgain('ArrayJob/b');
  objects.set(KEY, declared({ specDigest: 'y' }));
  standings.offerAgain(KEY);
  objects.delete(KEY);
  standings.offerAgain(KEY);

  expect(offers).toHaveLength(1);
});
