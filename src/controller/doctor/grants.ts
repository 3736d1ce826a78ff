import { parseQueue } from '../hints/sqs.ts';
import { type LogPlace, partsOf } from './definition-parts.ts';
import type { BucketNeed, Needs } from './needs.ts';

/** Where the resources of a policy are; what is not known is `*`. */
export interface PolicyScope {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One right that the controller needs, and why. */
export interface Grant {
  /** The Sid of its statement: letters and digits. */
  readonly id: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
  /** What would not work without it, as the end of a sentence. */
  readonly loss: string;
  /** For IAM's simulator, which takes no patterns: what a real call would name, … */
  readonly samples: readonly string[];
  /** … and the condition keys that it would bring. */
  readonly context: Readonly<Record<string, string>>;
}

/** A job that no account has: what a real one's ARN looks like. */
const SOME_JOB = '00000000-0000-4000-8000-000000000000';
const SOURCE_TAG = 'aws:ResourceTag/arrayjob.dev/source';
/** So many places for manifests are named one by one. */
const NAMED_MAX = 20;
/** Job roles are handed to ECS, whatever the compute environment (EKS jobs have service accounts). */
const ROLE_SERVICE = 'ecs-tasks.amazonaws.com';

/**
 * The rights that a source needs and no more. Actions that know no resources (Service Authorization Reference, AWS
 * Batch) have `*`; all others are limited to what the specs name.
 */
export function grantsOf(needs: Needs, scope: PolicyScope): readonly Grant[] {
  return [
    ...batchGrants(needs, scope),
    ...roleGrants(needs),
    ...bucketGrants(needs.buckets, scope),
    ...logGrants(needs, scope),
    ...eventGrants(needs.events, scope),
  ];
}

function batchGrants(needs: Needs, scope: PolicyScope): readonly Grant[] {
  const arn = (rest: string): string =>
    `arn:${scope.partition}:batch:${scope.region}:${scope.accountId}:${rest}`;
  const anyJob = arn('job/*');
  const someJob = [arn(`job/${SOME_JOB}`)];
  const read: Grant = {
    id: 'ReadBatch',
    actions: [
      'batch:DescribeComputeEnvironments',
      'batch:DescribeJobDefinitions',
      'batch:DescribeJobQueues',
      'batch:DescribeJobs',
      'batch:ListJobs',
    ],
    resources: ['*'],
    loss: 'nothing can be watched and nothing is submitted',
    samples: ['*'],
    context: {},
  };
  if (needs.jobs.length === 0) return [read, ...definitionGrants(needs, arn)];
  const queues = [...needs.queues.keys()].map((each) => asArn(each, (name) => arn(`job-queue/${name}`)));
  const definitions = [...needs.own.map((each) => each.name), ...needs.foreign.map((each) => each.written)];
  return [
    read,
    {
      id: 'SubmitJobs',
      actions: ['batch:SubmitJob'],
      resources: distinct([
        ...queues,
        ...definitions.flatMap((each) => definitionPatterns(each, (name) => arn(`job-definition/${name}`))),
      ]),
      loss: 'nothing is submitted',
      samples: distinct([
        ...queues,
        ...definitions
          .map((each) => asArn(each, (name) => arn(`job-definition/${name}`)))
          .map((each) => (/:\d+$/.test(each) ? each : `${each}:1`)),
      ]),
      context: {},
    },
    {
      id: 'TagJobs',
      // SubmitJob with tags asks for TagResource as well; both are used when spec.tags change.
      actions: ['batch:TagResource', 'batch:UntagResource'],
      resources: [anyJob],
      loss: 'jobs cannot be submitted with the tags by which they are found again, and changes of spec.tags are refused',
      samples: someJob,
      context: {},
    },
    {
      id: 'StopOwnJobs',
      actions: ['batch:TerminateJob'],
      resources: [anyJob],
      condition: { Null: { [SOURCE_TAG]: 'false' } },
      loss: 'jobs cannot be stopped: neither suspend, nor onChange Replace, nor failing early works',
      samples: someJob,
      context: { [SOURCE_TAG]: '00000000' },
    },
    ...definitionGrants(needs, arn),
  ];
}

function definitionGrants(needs: Needs, arn: (rest: string) => string): readonly Grant[] {
  if (needs.own.length === 0) return [];
  const tagged = needs.own.filter((each) => each.body.tags !== undefined);
  const patternsOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => definitionPatterns(name, (text) => arn(`job-definition/${text}`)));
  const grant = (id: string, action: string, names: readonly string[], loss: string): Grant => ({
    id,
    actions: [action],
    resources: patternsOf(names),
    loss,
    samples: names.map((name) => arn(`job-definition/${name}`)),
    context: {},
  });
  return [
    grant(
      'RegisterDefinitions',
      'batch:RegisterJobDefinition',
      needs.own.map((each) => each.name),
      'changed job definitions cannot be registered, and what uses them is not submitted',
    ),
    ...(tagged.length === 0
      ? []
      : [
          grant(
            'TagDefinitions',
            'batch:TagResource',
            tagged.map((each) => each.name),
            'job definitions that have tags cannot be registered',
          ),
        ]),
  ];
}

function roleGrants({ roles }: Needs): readonly Grant[] {
  const arns = [...roles.keys()].filter((each) => each.startsWith('arn:'));
  if (arns.length === 0) return [];
  return [
    {
      id: 'PassJobRoles',
      actions: ['iam:PassRole'],
      resources: arns.map(literal),
      condition: { StringEquals: { 'iam:PassedToService': ROLE_SERVICE } },
      loss: 'job definitions that name these roles cannot be registered',
      samples: arns,
      context: { 'iam:PassedToService': ROLE_SERVICE },
    },
  ];
}

function bucketGrants(buckets: readonly BucketNeed[], { partition }: PolicyScope): readonly Grant[] {
  const arn = (rest: string): string => `arn:${partition}:s3:::${rest}`;
  const of = (use: BucketNeed['use']): readonly BucketNeed[] => buckets.filter((each) => each.use === use);
  const listing = (id: string, each: BucketNeed, loss: string): Grant => ({
    id,
    actions: ['s3:ListBucket'],
    resources: [arn(each.bucket)],
    // Without a prefix the condition would say nothing.
    ...(each.prefix === '' ? {} : { condition: { StringLike: { 's3:prefix': `${literal(each.prefix)}*` } } }),
    loss,
    samples: [arn(each.bucket)],
    context: { 's3:prefix': each.prefix },
  });
  const manifests = of('manifest');
  // A policy has no room for thousands of names: then what their keys have in common has to do.
  const prefixOf = (each: BucketNeed): string => (manifests.length > NAMED_MAX ? each.stem : each.prefix);
  return [
    ...of('list').map((each, i) =>
      listing(`ListItems${i || ''}`, each, 'the items cannot be listed, and nothing is submitted'),
    ),
    ...(manifests.length === 0
      ? []
      : [
          {
            id: 'WriteManifests',
            actions: ['s3:PutObject'],
            resources: distinct(manifests.map((each) => arn(`${each.bucket}/${literal(prefixOf(each))}*`))),
            loss: 'manifests cannot be written, and nothing that needs one is submitted',
            samples: distinct(manifests.map((each) => arn(`${each.bucket}/${prefixOf(each)}0-0.json`))),
            context: {},
          },
        ]),
    ...of('state').flatMap((each): readonly Grant[] => [
      {
        id: 'KeepState',
        actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: [arn(`${each.bucket}/${literal(each.prefix)}*`)],
        loss: 'the state store cannot be used, and the controller does not start',
        samples: [arn(`${each.bucket}/${each.prefix}lease`)],
        context: {},
      },
      // A first read of a store that is not there yet brings no prefix: a condition would turn 404 into 403.
      listing(
        'ListState',
        { ...each, prefix: '' },
        'a state store that is not there yet cannot be told from one that is forbidden',
      ),
    ]),
  ];
}

/** Where the children of declared definitions write to CloudWatch Logs. */
export function logPlaces(needs: Needs): readonly LogPlace[] {
  const places = needs.own.flatMap((each) => partsOf(each.body).logs);
  return [...new Map(places.map((each) => [`${each.region ?? ''} ${each.group}`, each])).values()];
}

/** For `arrayjob logs` by the same identity; the daemon itself reads none. */
function logGrants(needs: Needs, scope: PolicyScope): readonly Grant[] {
  const arns = distinct(
    logPlaces(needs).map(
      ({ group, region = scope.region }) =>
        `arn:${scope.partition}:logs:${region === scope.region ? region : literal(region)}:${scope.accountId}:log-group:${literal(group)}`,
    ),
  );
  if (arns.length === 0) return [];
  return [
    {
      id: 'ReadLogs',
      actions: ['logs:GetLogEvents'],
      resources: arns.map((each) => `${each}:*`),
      loss: '`arrayjob logs` cannot show what children printed',
      samples: arns.map((each) => `${each}:log-stream:some`),
      context: {},
    },
  ];
}

function eventGrants(events: string | undefined, scope: PolicyScope): readonly Grant[] {
  if (events === undefined) return [];
  const queue = sqsArn(events, scope);
  return [
    {
      id: 'ReceiveEvents',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: [queue],
      loss: 'changes are noticed by polling only',
      samples: [queue],
      context: {},
    },
  ];
}

/** The ARN of a queue of events as --events names it: `sqs://NAME`, `sqs://ACCOUNT/NAME` or its URL. */
export function sqsArn(text: string, scope: PolicyScope): string {
  const queue = parseQueue(text);
  const of = (region: string, account: string, name: string): string =>
    `arn:${scope.partition}:sqs:${region}:${account}:${name}`;
  if (queue === undefined) return of(scope.region, scope.accountId, '*');
  if (queue.kind === 'name') return of(scope.region, queue.account ?? scope.accountId, queue.name);
  const [account = scope.accountId, name = '*'] = new URL(queue.url).pathname.split('/').slice(1);
  return of(queue.region ?? scope.region, account, name);
}

function asArn(written: string, make: (name: string) => string): string {
  const text = literal(written);
  return text.startsWith('arn:') ? text : make(text);
}

/** What policies would take for a pattern or a variable is meant as it is written: a spec must not widen a policy. */
function literal(text: string): string {
  return text.replace(/[*?$]/g, '${$&}');
}

/** A definition is submitted as `name:revision`, whatever was written, and its name alone is a resource as well. */
function definitionPatterns(written: string, make: (name: string) => string): readonly string[] {
  const arn = asArn(written, make);
  return /:\d+$/.test(written) ? [arn] : [arn, `${arn}:*`];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
