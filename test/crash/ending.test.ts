import { expect, test } from 'vitest';
import { definition, job, openHouse } from '../controller/house.ts';

test('a controller ends within seconds though every call is throttled', async () => {
  const specs = Array.from({ length: 12 }, (_, i) => [`a${i}.yaml`, job(`a${i}`, '{ size: 3 }')] as const);
  const house = await openHouse(
    { 'd.yaml': definition(), ...Object.fromEntries(specs) },
    { engine: { faults: [{ operation: '*', kind: 'throttle', probability: 0.9 }] } },
  );
  const running = await house.start();
  // Until calls wait for their turns.
  await new Promise((resolve) => setTimeout(resolve, 3_000));

  const begun = performance.now();
  await running.stop();

  expect(performance.now() - begun).toBeLessThan(9_000);
  await house.close();
});
