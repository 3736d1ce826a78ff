import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createBudget } from '../../src/batch/budget.ts';
import { createBatchApi } from '../../src/batch/sdk.ts';

test('however many calls wait for their turn, Node has nothing to warn of', async () => {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', note);
  const api = createBatchApi({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    budget: createBudget({ otherPerSecond: 1 }),
  });

  const calls = Array.from({ length: 40 }, () => api.describeJobs(['x']));
  // A warning is told in a later turn; one of our own behind it shows that it would have been by then.
  process.emitWarning('done', 'Marker');
  while (!warnings.includes('Marker')) await once(process, 'warning');
  api.close();
  await Promise.all(calls);

  process.off('warning', note);
  expect(warnings.filter((each) => each === 'MaxListenersExceededWarning')).toEqual([]);
});
