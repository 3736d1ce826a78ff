import { describe, expect, test } from 'vitest';
import { createMemoryS3, outsideState } from '../../src/work/index.ts';

describe('with the state store in a bucket', () => {
  test.each([
    ['s3://keep/state', 'state/lease', true],
    ['s3://keep/state/', 'state/records/a', true],
    ['s3://keep//state//deep', 'state/deep/lease', true],
    ['s3://keep', 'manifests/0-0.json', true],
    ['s3://keep/state', 'states/0-0.json', false],
    ['s3://other/state', 'state/lease', false],
    ['/var/lib/state', 'state/lease', false],
  ])('%s, a manifest at %s is refused: %s', async (state, key, refused) => {
    const memory = createMemoryS3({ buckets: ['keep'] });
    const s3 = outsideState(memory, state);

    const put = s3.put({ bucket: 'keep', key, body: Buffer.from('[]'), contentType: 'application/json' });

    if (refused) await expect(put).rejects.toMatchObject({ failure: { reason: 'ManifestInState' } });
    else await expect(put).resolves.toBeUndefined();
    expect((await memory.get({ bucket: 'keep', key })) === undefined).toBe(refused);
  });
});
