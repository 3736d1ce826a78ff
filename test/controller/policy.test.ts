import { afterEach, expect, test } from 'vitest';
import { policyOf, type PolicyResource } from '../../src/api/policy/policy.ts';
import { definition, type House, job, openHouse, phaseOf, quiet } from './house.ts';

let house: House;
afterEach(() => house.close());

const policy = (spec: PolicyResource['spec']) => policyOf({ metadata: { name: 'ours' }, spec });

test('a definition that only Batch has is judged before anything is submitted', async () => {
  house = await openHouse({ 'a.yaml': job('a', '{ size: 2 }') }, { policy: policy({ images: ['ours/*'] }) });
  const registered = await house.api.registerJobDefinition({
    jobDefinitionName: 'd',
    type: 'container',
    containerProperties: {
      image: 'theirs/x',
      command: ['true'],
      resourceRequirements: [
        { type: 'VCPU', value: '0.25' },
        { type: 'MEMORY', value: '64' },
      ],
    },
  });
  const running = await house.start();
  const status = await phaseOf(house, 'a.yaml', 'Failed');
  await quiet(running);

  expect(registered.kind).toBe('ok');
  expect(status.conditions[0]).toMatchObject({ type: 'Ready', status: 'False', reason: 'PolicyViolation' });
  expect(status.conditions[0]?.message).toContain('does not allow the image theirs/x');
  expect(await house.jobs()).toEqual([]);
});

test('items beyond maxIndexes are not submitted, and those within are', async () => {
  const items = (count: number): string => '{"x":1}\n'.repeat(count);
  house = await openHouse(
    {
      'd.yaml': definition(),
      'items.jsonl': items(4),
      'a.yaml': job('a', '{ file: items.jsonl }', ['manifest: { bucket: data }']),
    },
    { policy: policy({ maxIndexes: 3 }) },
  );
  await house.start();
  const status = await phaseOf(house, 'a.yaml', 'Failed');
  const before = await house.jobs();

  house.write('items.jsonl', items(3));
  await phaseOf(house, 'a.yaml', 'Succeeded');

  expect(status.conditions[0]?.message).toContain('There are 4 indexes, and the policy ours allows 3');
  expect(before).toEqual([]);
  expect((await house.jobs()).map((each) => each.arraySize)).toEqual([3]);
});

test('a JobDefinition that violates the policy is not registered', async () => {
  house = await openHouse(
    { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') },
    { policy: policy({ images: [] }) },
  );
  const running = await house.start();
  await phaseOf(house, 'd.yaml', 'Invalid');
  const status = await phaseOf(house, 'a.yaml', 'Failed');
  await quiet(running);

  expect(status.conditions[0]?.reason).toBe('DefinitionInvalid');
  expect(await house.api.describeJobDefinitions({ name: 'd' })).toMatchObject({ kind: 'ok', value: [] });
});
