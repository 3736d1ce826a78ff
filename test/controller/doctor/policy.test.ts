import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogOf } from '../../../src/controller/catalog.ts';
import { grantsOf, sqsArn } from '../../../src/controller/doctor/grants.ts';
import { needsOf } from '../../../src/controller/doctor/needs.ts';
import { policyOf, scopeOf, type Policy } from '../../../src/controller/doctor/policy.ts';
import { parseFile } from '../../../src/document/index.ts';
import { definition, job } from '../house.ts';

const SCOPE = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };

function catalog(...texts: readonly string[]) {
  const files = texts.map((text, i) => {
    const file = `${i}.yaml`;
    return { file, parsed: parseFile(file, Buffer.from(text)) };
  });
  const read = catalogOf({ files, findings: [], complete: true, version: '' }, new WeakMap());
  expect(read.findings.filter((each) => each.severity === 'error')).toEqual([]);
  return read;
}

function policy(texts: readonly string[], places: Parameters<typeof needsOf>[1] = {}): Policy {
  return policyOf(grantsOf(needsOf(catalog(...texts), places), SCOPE));
}

const statement = (from: Policy, sid: string) => from.Statement.find((each) => each.Sid === sid);
const arn = (rest: string): string => `arn:aws:batch:eu-west-1:123456789012:${rest}`;

test('a source of sizes needs Batch, its queue and its definition, and nothing else', () => {
  const printed = policy([definition(), job('a', '{ size: 4 }')]);

  expect(printed.Statement.map((each) => each.Sid)).toEqual([
    'ReadBatch',
    'SubmitJobs',
    'TagJobs',
    'StopOwnJobs',
    'RegisterDefinitions',
    'ReadLogs',
  ]);
  expect(statement(printed, 'SubmitJobs')).toEqual({
    Sid: 'SubmitJobs',
    Effect: 'Allow',
    Action: ['batch:SubmitJob'],
    Resource: [arn('job-queue/q'), arn('job-definition/d'), arn('job-definition/d:*')],
  });
  expect(statement(printed, 'StopOwnJobs')?.Condition).toEqual({
    Null: { 'aws:ResourceTag/arrayjob.dev/source': 'false' },
  });
});

test('buckets, state, roles and events add what they need, limited to the place', () => {
  const role = 'arn:aws:iam::123456789012:role/reader';
  const printed = policy(
    [
      definition().replace('    image: none', `    image: none\n    jobRoleArn: ${role}`),
      job('a', '{ s3: { bucket: in, prefix: day/ } }', ['manifest: { bucket: out }']),
      job('b', '{ items: [1] }', ['manifest: { bucket: out, key: "m/{name}.json" }']),
    ].map((text) => text.replace('bucket: in,', 'bucket: inn,')),
    { state: 's3://keep/here', events: 'sqs://events' },
  );

  expect(statement(printed, 'ListItems')).toMatchObject({
    Resource: ['arn:aws:s3:::inn'],
    Condition: { StringLike: { 's3:prefix': 'day/*' } },
  });
  expect(statement(printed, 'WriteManifests')?.Resource).toEqual([
    'arn:aws:s3:::out/manifests/a/*',
    'arn:aws:s3:::out/m/b.json*',
  ]);
  expect(statement(printed, 'KeepState')?.Resource).toEqual(['arn:aws:s3:::keep/here/*']);
  expect(statement(printed, 'PassJobRoles')).toMatchObject({
    Resource: [role],
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
  expect(statement(printed, 'ReceiveEvents')?.Resource).toEqual([
    'arn:aws:sqs:eu-west-1:123456789012:events',
  ]);
});

test('a definition that Batch knows is not registered, and one that is pinned is submitted only so', () => {
  const printed = policy([job('a', '{ size: 4 }').replace('jobDefinition: d', 'jobDefinition: theirs:7')]);

  expect(statement(printed, 'SubmitJobs')?.Resource).toEqual([
    arn('job-queue/q'),
    arn('job-definition/theirs:7'),
  ]);
  expect(statement(printed, 'RegisterDefinitions')).toBeUndefined();
});

test('what a spec names cannot widen a policy', () => {
  const printed = policy([
    definition(),
    job('a', '{ s3: { bucket: data, prefix: "*" } }', [
      'manifest: { bucket: data, key: "?*$x/{revision}.json" }',
    ]),
  ]);

  expect(statement(printed, 'ListItems')?.Condition).toEqual({ StringLike: { 's3:prefix': '${*}*' } });
  expect(statement(printed, 'WriteManifests')?.Resource).toEqual(['arn:aws:s3:::data/${?}${*}${$}x/*']);
});

test('nor can the region of a log', () => {
  const options = "{ awslogs-region: '*', awslogs-group: mine }";
  const printed = policy([
    definition().replace(
      '    image: none',
      `    image: none\n    logConfiguration: { logDriver: awslogs, options: ${options} }`,
    ),
    job('a', '{ size: 4 }'),
  ]);

  expect(statement(printed, 'ReadLogs')?.Resource).toEqual([
    'arn:aws:logs:${*}:123456789012:log-group:mine:*',
  ]);
});

test('a policy has no room for a thousand names: what their manifests have in common is granted then', () => {
  const names = Array.from({ length: 1000 }, (_, i) => `j${i}`);

  const printed = policy([
    definition(),
    ...names.map((name) => job(name, '{ items: [1] }', ['manifest: { bucket: out }'])),
  ]);

  expect(statement(printed, 'WriteManifests')?.Resource).toEqual(['arn:aws:s3:::out/manifests/*']);
  expect(JSON.stringify(printed).length).toBeLessThan(6_144);
});

test('every call that the gateways to AWS make is granted', () => {
  const source = (path: string): string =>
    readFileSync(resolve(import.meta.dirname, '../../../src', path), 'utf8');
  const made = [...source('batch/sdk.ts').matchAll(/new sdk\.([A-Za-z]+)Command\(/g)].map(
    (each) => `batch:${each[1] ?? ''}`,
  );
  const s3 = [
    ...(source('work/s3.ts') + source('state/s3.ts')).matchAll(/new sdk\.([A-Za-z0-9]+)Command\(/g),
  ].map(
    (each) =>
      `s3:${({ ListObjectsV2: 'ListBucket', HeadObject: 'GetObject' } as Record<string, string>)[each[1]!] ?? each[1]!}`,
  );
  const printed = policy(
    [definition(), job('a', '{ s3: { bucket: data } }', ['manifest: { bucket: data }'])],
    { state: 's3://keep/here' },
  );
  const granted = printed.Statement.flatMap((each) => each.Action);

  expect(made.length).toBeGreaterThan(8);
  expect([...new Set([...made, ...s3])].filter((each) => !granted.includes(each))).toEqual([]);
});

describe('where resources are', () => {
  test.each([
    [
      { identity: 'arn:aws-cn:sts::123456789012:assumed-role/x/y', region: 'cn-north-1' },
      ['aws-cn', 'cn-north-1', '123456789012'],
    ],
    [{ region: 'us-gov-west-1' }, ['aws-us-gov', 'us-gov-west-1', '*']],
    [{ arns: ['arn:aws:batch:us-east-2:210987654321:job-queue/q'] }, ['aws', 'us-east-2', '210987654321']],
    [{}, ['aws', '*', '*']],
  ])('%o', (known, [partition, region, accountId]) => {
    expect(scopeOf(known)).toEqual({ partition, region, accountId });
  });

  test.each([
    ['sqs://events', 'arn:aws:sqs:eu-west-1:123456789012:events'],
    ['https://sqs.us-east-1.amazonaws.com/210987654321/events', 'arn:aws:sqs:us-east-1:210987654321:events'],
    ['sqs://210987654321/events', 'arn:aws:sqs:eu-west-1:210987654321:events'],
  ])('the queue %s', (text, expected) => {
    expect(sqsArn(text, SCOPE)).toBe(expected);
  });
});
