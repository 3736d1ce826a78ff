import { afterEach, expect, test } from 'vitest';
import { definition, type House, job, openHouse, phaseOf, shell, until } from './house.ts';

let house: House;
afterEach(() => house.close());

test('children far below five minutes are told about, with the number of items that would change it', async () => {
  const items = JSON.stringify(Array.from({ length: 20 }, (_, i) => i));
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', `{ items: ${items} }`, ['manifest: { bucket: data }']),
  });

  await house.start();
  const status = await phaseOf(house, 'a.yaml', 'Succeeded');

  const advice = status.conditions.find((each) => each.type === 'AdviceRunTime');
  expect(advice).toMatchObject({ status: 'True', reason: 'ShortChildren' });
  expect(advice?.message).toMatch(/median of 20 children .* With itemsPerChild: \d+ /);
});

test('a queue that cannot run as many children at once as parallelism asks for is told about while they wait', async () => {
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 100 }', ['parallelism: 100', shell('sleep 4')]),
  });

  await house.start();
  const waiting = await until(
    () => house.status('a.yaml'),
    (status) => status?.conditions.some((each) => each.type === 'AdviceCapacity') === true,
  );
  const done = await phaseOf(house, 'a.yaml', 'Succeeded');

  expect(waiting?.phase).toBe('Running');
  expect(waiting?.conditions.find((each) => each.type === 'AdviceCapacity')).toMatchObject({
    reason: 'FewAtOnce',
    message: expect.stringContaining('at most 64 children at once') as string,
  });
  expect(done.conditions.map((each) => each.type)).not.toContain('AdviceCapacity');
});
