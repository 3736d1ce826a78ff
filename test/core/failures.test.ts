import { describe, expect, test } from 'vitest';
import type { FailureRule } from '../../src/core/desired.ts';
import { actionFor, addFailures, normalizeReason, signatureOf } from '../../src/core/failures.ts';
import type { FailedChild } from '../../src/core/observation.ts';

const rule = (more: Partial<FailureRule>): FailureRule => ({
  action: 'Ignore',
  onExitCodes: undefined,
  onReason: undefined,
  onStatusReason: undefined,
  ...more,
});
const lost: FailedChild = {
  position: 0,
  statusReason: 'Host EC2 (instance i-0123456789abcdef0) terminated.',
};
const crashed: FailedChild = {
  position: 0,
  exitCode: 42,
  statusReason: 'Essential container in task exited',
};

describe('failure rules', () => {
  test.each<[string, Partial<FailureRule>, FailedChild, boolean]>([
    [
      'an exit code that is listed matches In',
      { onExitCodes: { operator: 'In', values: [42] } },
      crashed,
      true,
    ],
    ['one that is not listed does not', { onExitCodes: { operator: 'In', values: [1] } }, crashed, false],
    ['NotIn matches what is not listed', { onExitCodes: { operator: 'NotIn', values: [1] } }, crashed, true],
    ['NotIn does not match what is', { onExitCodes: { operator: 'NotIn', values: [42] } }, crashed, false],
    [
      'without an exit code no rule about one matches',
      { onExitCodes: { operator: 'NotIn', values: [1] } },
      lost,
      false,
    ],
    ['a pattern with a star matches a beginning', { onStatusReason: 'Host EC2*' }, lost, true],
    ['a pattern without one matches the whole', { onStatusReason: 'Host EC2' }, lost, false],
    ['a reason that is missing is the empty text', { onReason: 'OutOfMemory*' }, crashed, false],
    [
      'every condition must match',
      { onExitCodes: { operator: 'In', values: [42] }, onStatusReason: 'Host*' },
      crashed,
      false,
    ],
  ])('%s', (_, more, child, matches) => {
    expect(actionFor([rule(more)], child)).toBe(matches ? 'Ignore' : 'Count');
  });

  test('the first that matches decides', () => {
    const rules = [rule({ onStatusReason: 'x' }), rule({ action: 'FailIndex' }), rule({ action: 'FailJob' })];

    expect(actionFor(rules, crashed)).toBe('FailIndex');
  });
});

describe('signatures', () => {
  test.each([
    [
      'instances',
      'Host EC2 (instance i-0123456789abcdef0) terminated.',
      'Host EC2 (instance i-0fedcba9876543210) terminated.',
    ],
    ['addresses', 'dial tcp 10.0.3.7:443: refused', 'dial tcp 10.9.9.9:8443: refused'],
    ['hosts', 'no route to ip-10-0-0-1.ec2.internal', 'no route to ip-10-7-7-1.ec2.internal'],
    ['ids', 'task 0123456789abcdef0123456789abcdef died', 'task fedcba9876543210fedcba9876543210 died'],
    ['ARNs', 'cannot pull arn:aws:ecr:eu-1:1:a', 'cannot pull arn:aws:ecr:eu-1:1:b'],
    ['UUIDs', 'job 01234567-89ab-cdef-0123-456789abcdef:7', 'job 11234567-89ab-cdef-0123-456789abcdef:8'],
  ])('do not tell %s apart', (_, one, other) => {
    expect(normalizeReason(one)).toBe(normalizeReason(other));
  });

  test('tell exit codes and reasons apart', () => {
    const signatures = [
      crashed,
      { ...crashed, exitCode: 1 },
      { ...crashed, reason: 'OutOfMemoryError' },
      lost,
    ];

    expect(new Set(signatures.map(signatureOf)).size).toBe(4);
  });

  test('are never without words', () => {
    expect(signatureOf({ position: 0 })).toBe('- No reason given');
  });
});

describe('failure groups', () => {
  test('count what looks alike and keep the first as a sample', () => {
    const failures = [3, 4, 5].map((index) => ({ index, child: { ...crashed, jobId: `p:${index}` } }));

    expect(addFailures([], failures)).toEqual([
      expect.objectContaining({ count: 3, sampleIndex: 3, sampleJobId: 'p:3', exitCode: 42 }),
    ]);
  });

  test('stay bounded however many reasons there are, and no failure is left out', () => {
    const failures = Array.from({ length: 500 }, (_, index) => ({
      index,
      child: { position: 0, exitCode: index },
    }));

    const groups = addFailures([], failures);

    expect(groups.length).toBeLessThanOrEqual(51);
    expect(groups.reduce((sum, each) => sum + each.count, 0)).toBe(500);
  });
});
