import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JOB_NAME_PATTERN } from '../../src/core/limits.ts';
import {
  jobName,
  jobNamePrefix,
  objectDigest,
  parseJobName,
  shardIdOf,
  tagsOf,
} from '../../src/core/names.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.nat(15).map((digit) => digit.toString(16)), minLength: length, maxLength: length });
const number = fc.nat(2 ** 31 - 1);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const ids = (name: fc.Arbitrary<string>) =>
  fc.record({ name, sourceId: hex(8), revision: hex(12), run: number, round: number, shard: number });

test('any name makes a job name that Batch takes, in lower case', () => {
  fc.assert(
    fc.property(ids(fc.oneof(label, fc.string({ maxLength: 300 }))), (id) => {
      const name = jobName(id);

      expect(name).toMatch(JOB_NAME_PATTERN);
      expect(name).toBe(name.toLowerCase());
    }),
  );
});

test('job names and tags tell their shard', () => {
  fc.assert(
    fc.property(ids(label), (id) => {
      const { name, run, round, shard } = id;

      expect(parseJobName(jobName(id))).toEqual({ name, digest: objectDigest(id), run, round, shard });
      expect(jobName(id).startsWith(jobNamePrefix(name))).toBe(true);
      expect(shardIdOf(tagsOf(id))).toEqual(id);
    }),
  );
});

test('equal specs of two sources never share a job name', () => {
  const id = { name: 'a', sourceId: '00000000', revision: '0123456789ab', run: 1, round: 0, shard: 0 };

  expect(jobName(id)).not.toBe(jobName({ ...id, sourceId: '00000001' }));
});

test('tags of something else tell of no shard', () => {
  expect(shardIdOf({ 'arrayjob.dev/name': 'a' })).toBeUndefined();
});
