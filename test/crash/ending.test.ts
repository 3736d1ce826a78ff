import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { definition, job, openHouse, until } from '../controller/house.ts';

test('a controller ends within seconds though Batch does not answer', async () => {
  let connections = 0;
  const mute = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const files = { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') };
  const house = await openHouse(files, { endpoint });
  const running = await house.start();
  await until(
    () => connections,
    (count) => count > 0,
  );

  const begun = performance.now();
  await running.stop();
  const took = performance.now() - begun;

  await house.close();
  mute.close();
  expect(took).toBeGreaterThan(1_000);
  expect(took).toBeLessThan(8_000);
});
