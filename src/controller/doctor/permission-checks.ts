import { randomUUID } from 'node:crypto';
import type { BatchApi } from '../../batch/api.ts';
import type { Iam, Simulated } from '../../batch/iam.ts';
import type { LogStreams } from '../../batch/log-streams.ts';
import type { Outcome } from '../../batch/outcome.ts';
import { failed, fine, listed, skipped, warned, type Check } from './check.ts';
import type { LogPlace } from './definition-parts.ts';
import type { Grant } from './grants.ts';

/**
 * What the caller may do. IAM's simulator knows, and makes no call; where it cannot be asked, calls that can change
 * nothing are made, and what is left is named as not looked at.
 */
export async function checkPermissions(options: {
  readonly api: BatchApi;
  readonly iam: Iam | undefined;
  readonly grants: readonly Grant[];
  /** Whose rights: the ARN of the caller as STS says it, or of the role that was asked for. */
  readonly principal: string | undefined;
  /** The principal is not the caller: calls would show the wrong thing. */
  readonly other: boolean;
  readonly queue: string | undefined;
  readonly logStreams: LogStreams;
  /** Where children write, as far as `arrayjob logs` reads it. */
  readonly logs: readonly LogPlace[];
}): Promise<readonly Check[]> {
  const { api, iam, grants, principal, other, queue, logStreams, logs } = options;
  const asked =
    iam === undefined || principal === undefined
      ? { kind: 'no' as const, message: 'IAM cannot be asked here' }
      : await simulated(iam, principal, grants);
  if (asked.kind === 'yes') return asked.checks;
  if (other) {
    return [
      failed({
        check: 'permission',
        subject: principal ?? '-',
        message: `what it may do cannot be asked: ${asked.message}`,
        remedy: 'allow iam:SimulatePrincipalPolicy (and iam:GetRole) to the caller',
      }),
    ];
  }
  const tried = [...(await triedOut(api, queue)), ...(await readLogs(logStreams, logs))];
  const done = new Set(tried.map((each) => each.subject));
  const rest = new Set(
    grants
      .flatMap((grant) => grant.actions)
      .filter((action) => !done.has(action) && !SHOWN_ELSEWHERE.has(action)),
  );
  if (rest.size === 0) return tried;
  return [
    ...tried,
    skipped({
      check: 'permission',
      subject: [...rest].join(', '),
      message: `not tried, as trying would do it; ${asked.message}`,
      remedy:
        'compare with `arrayjob doctor --policy`, or allow iam:SimulatePrincipalPolicy to have it checked',
    }),
  ];
}

/** Rights that the looks at queues, definitions and buckets have shown by then. */
const SHOWN_ELSEWHERE = new Set([
  'batch:DescribeComputeEnvironments',
  'batch:DescribeJobDefinitions',
  'batch:DescribeJobQueues',
  's3:ListBucket',
]);

/** Resources asked about at a time: IAM says nothing of a bound, and answers with one line for each. */
const RESOURCES_MAX = 50;

type Simulation =
  | { readonly kind: 'yes'; readonly checks: readonly Check[] }
  | { readonly kind: 'no'; readonly message: string };

async function simulated(iam: Iam, principal: string, grants: readonly Grant[]): Promise<Simulation> {
  const arn = await entityOf(iam, principal);
  if (arn === undefined)
    return { kind: 'no', message: `${principal} is nobody whose policies IAM could simulate` };
  const checks: Check[] = [];
  for (const grant of grants) {
    const { actions, samples, context } = grant;
    const answers: Simulated[] = [];
    for (let i = 0; i < samples.length; i += RESOURCES_MAX) {
      const resources = samples.slice(i, i + RESOURCES_MAX);
      const answer = await iam.simulate({ principal: arn, actions, resources, context });
      if (answer.kind !== 'ok') return { kind: 'no', message: answer.message };
      answers.push(...answer.value);
    }
    const denied = answers.filter((each) => !each.allowed);
    const names = [...new Set(denied.map((each) => each.action))];
    if (answers.length === 0) return { kind: 'no', message: 'IAM simulated nothing' };
    if (denied.length === 0) {
      checks.push(fine({ check: 'permission', subject: actions.join(', '), message: 'is allowed' }));
      continue;
    }
    const where = [...new Set(denied.map((each) => each.resource))].filter((each) => each !== '*');
    const forbidden = denied.some((each) => each.decision === 'explicitDeny');
    checks.push(
      failed({
        check: 'permission',
        subject: names.join(', '),
        message: `is ${forbidden ? 'forbidden by a policy' : 'not allowed'}${where.length === 0 ? '' : ` on ${listed(where, 3)}`}: ${grant.loss}`,
        remedy: forbidden
          ? 'look for the Deny in its policies, its permissions boundary and the organization'
          : `add the statement ${grant.id} of \`arrayjob doctor --policy\``,
      }),
    );
  }
  return { kind: 'yes', checks };
}

/** The user or role behind a caller: a session of a role has no policies of its own. */
async function entityOf(iam: Iam, arn: string): Promise<string | undefined> {
  if (/^arn:[a-z-]+:iam::\d{12}:(user|role|group)\/.+$/.test(arn)) return arn;
  const [, partition, account, name] = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (partition === undefined || account === undefined || name === undefined) return undefined;
  const role = await iam.role(name);
  // A session does not tell the path of its role; most have none.
  const known = role.kind === 'ok' ? role.value?.arn : undefined;
  return known === undefined || known === '' ? `arn:${partition}:iam::${account}:role/${name}` : known;
}

/** Calls that change nothing whatever they are answered, and what their answers show. */
async function triedOut(api: BatchApi, queue: string | undefined): Promise<readonly Check[]> {
  const nobody = randomUUID();
  const checks = [
    read('batch:DescribeJobs', await api.describeJobs([nobody])),
    // A job that does not exist: Batch answers without doing anything, but asks IAM first.
    stopping(await api.terminateJob(nobody, 'arrayjob doctor: asks whether this is allowed')),
  ];
  if (queue === undefined) {
    const message = 'not tried, as it takes a job queue that is there';
    return [...checks, skipped({ check: 'permission', subject: 'batch:ListJobs', message })];
  }
  for await (const page of api.listJobs({ queue, name: `arrayjob-doctor-${nobody}` })) {
    return [...checks, read('batch:ListJobs', page)];
  }
  return checks;
}

/** So many log groups are tried, for each costs a call. */
const GROUPS_MAX = 20;

/**
 * Reads a stream that does not exist from each log group. CloudWatch Logs asks IAM first, so that "not found" means "allowed".
 */
async function readLogs(streams: LogStreams, places: readonly LogPlace[]): Promise<readonly Check[]> {
  const told = { check: 'permission', subject: 'logs:GetLogEvents' } as const;
  const tried = places.slice(0, GROUPS_MAX);
  const denied: string[] = [];
  for (const { group, region } of tried) {
    const stream = `arrayjob-doctor/${randomUUID()}`;
    const answer = await streams.tail({ group, stream, ...(region === undefined ? {} : { region }) }, 1);
    if (answer.kind === 'ok') continue;
    if (answer.kind !== 'terminal' || answer.code !== 'AccessDenied') {
      const why = answer.kind === 'unknown' ? 'no answer' : answer.message;
      return [skipped({ ...told, message: `cannot be told for ${group}: ${why}` })];
    }
    denied.push(group);
  }
  if (tried.length === 0) return [];
  if (denied.length === 0) return [fine({ ...told, message: 'is allowed' })];
  return [
    failed({
      ...told,
      message: `is not allowed on ${listed(denied, 3)}: \`arrayjob logs\` cannot show what children printed`,
      remedy: 'add the statement ReadLogs of `arrayjob doctor --policy`',
    }),
  ];
}

function read(subject: string, answer: Outcome<unknown>): Check {
  const told = { check: 'permission', subject } as const;
  if (answer.kind === 'ok') return fine({ ...told, message: 'is allowed' });
  if (answer.kind === 'terminal' && answer.code === 'AccessDenied') {
    return failed({
      ...told,
      message: `is not allowed: nothing can be watched (${answer.message})`,
      remedy: 'add the statement ReadBatch of `arrayjob doctor --policy`',
    });
  }
  return skipped({ ...told, message: `cannot be told: ${answer.message}` });
}

function stopping(answer: Outcome<unknown>): Check {
  const told = { check: 'permission', subject: 'batch:TerminateJob' } as const;
  if (answer.kind === 'ok') return fine({ ...told, message: 'is allowed' });
  if (answer.kind === 'terminal' && answer.code === 'AccessDenied') {
    // A policy that is limited to arrayjob's own tags says no to a job that does not exist, and is right all the same.
    return warned({
      ...told,
      message:
        'is not allowed for a job that does not exist; a policy that is limited by tags says so too, any other one would keep jobs from being stopped',
      remedy: 'compare with the statement StopOwnJobs of `arrayjob doctor --policy`',
    });
  }
  if (answer.kind === 'terminal') return fine({ ...told, message: 'is allowed' });
  return skipped({
    ...told,
    message: `cannot be told: ${answer.kind === 'unknown' ? 'no answer' : answer.message}`,
  });
}
