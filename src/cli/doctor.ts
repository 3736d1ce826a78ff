import { type Command, Option } from 'commander';
import { createAccount } from '../batch/account.ts';
import { createIam } from '../batch/iam.ts';
import { createLogGroups } from '../batch/log-groups.ts';
import { createLogStreams } from '../batch/log-streams.ts';
import { type Catalog, catalogOf, NOTHING_READ } from '../controller/catalog.ts';
import { failed, type Check } from '../controller/doctor/check.ts';
import { diagnose } from '../controller/doctor/diagnose.ts';
import { grantsOf } from '../controller/doctor/grants.ts';
import { type Needs, needsOf } from '../controller/doctor/needs.ts';
import { parseQueue } from '../controller/hints/sqs.ts';
import { MANAGED_POLICY_MAX, policyCharacters, policyOf, scopeOf } from '../controller/doctor/policy.ts';
import { isAddress, type Source, SourceError } from '../source/index.ts';
import { openSource, statePlace, storeForLooking } from './common.ts';
import { printReport, summaryOf } from './doctor/report.ts';
import { remoteEndpoint } from './endpoint.ts';
import { jsonText, print, printError, UsageError } from './text.ts';

interface DoctorOptions {
  readonly policy?: boolean;
  readonly role?: string;
  readonly state?: string;
  readonly sourceId?: string;
  readonly events?: string;
  readonly output?: string;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'Say what would not work and why: credentials, permissions, queues, buckets, state; change nothing',
    )
    .argument('[source]', 'a directory of YAML specs, or a git URL', '.')
    .option('--policy', 'print the smallest IAM policy that the source needs, and look at nothing else')
    .option('--role <arn>', 'ask what this role or user may do, instead of the caller')
    .option('--state <place>', 'where state is kept: a directory or s3://bucket/prefix (default: as for run)')
    .option('--source-id <id>', 'the id of the source, 8 hex digits')
    .option('--events <queue>', 'the SQS queue of Batch events that run is given, for its permissions')
    .addOption(new Option('-o, --output <format>', 'instead of text').choices(['json']))
    .addHelpText(
      'after',
      `
Examples:
  arrayjob doctor jobs/
  arrayjob doctor jobs/ --state s3://my-bucket/arrayjob -o json
  arrayjob doctor jobs/ --policy > policy.json
  arrayjob doctor jobs/ --role arn:aws:iam::123456789012:role/arrayjob
  AWS_ENDPOINT_URL=http://127.0.0.1:4580 arrayjob doctor jobs/

Exit status: 0; 1 when something fails; 2 for a usage error.`,
    )
    .action(async (source: string, options: DoctorOptions) => {
      process.exitCode = await doctor(source, options);
    });
}

const ENTITY = /^arn:[a-z-]+:iam::\d{12}:(?:role|user|group)\/\S+$/;

async function doctor(where: string, options: DoctorOptions): Promise<number> {
  if (options.sourceId !== undefined && !/^[0-9a-f]{8}$/.test(options.sourceId)) {
    throw new UsageError(`--source-id ${options.sourceId} is not 8 hex digits`);
  }
  if (options.role !== undefined && !ENTITY.test(options.role)) {
    throw new UsageError(
      `--role ${options.role} is not the ARN of a role: write arn:aws:iam::ACCOUNT:role/NAME`,
    );
  }
  if (options.events !== undefined && parseQueue(options.events) === undefined) {
    throw new UsageError(
      `--events ${options.events} is not a queue: write sqs://NAME, sqs://ACCOUNT/NAME or its URL`,
    );
  }
  const source = await opened(where, options.policy === true);
  try {
    const catalog = 'failed' in source ? NOTHING_READ : catalogOf(await source.load(), new WeakMap());
    const place = 'failed' in source ? (options.state ?? '-') : statePlace(options.state, source);
    const needs = needsOf(catalog, { state: place, events: options.events });
    if (options.policy === true) return await printPolicy(needs, catalog, options.role);
    const checks = await lookAt({ source, catalog, needs, place }, options);
    const summary = summaryOf(checks);
    if (options.output === 'json') print(jsonText({ summary, checks }, 2));
    else printReport(checks);
    return summary.fail > 0 ? 1 : 0;
  } finally {
    if (!('failed' in source)) await source.close();
  }
}

/** A directory that is not there is a slip of the hand; a repository that cannot be read is what doctor is asked about. */
async function opened(where: string, must: boolean): Promise<Source | { readonly failed: Check }> {
  try {
    return await openSource(where, () => undefined);
  } catch (error) {
    if (must || !(error instanceof SourceError) || !isAddress(where) || error.code === 'SourceUrlInvalid')
      throw error;
    return {
      failed: failed({
        check: 'git',
        subject: 'the source',
        message: `cannot be read: ${error.message}`,
        remedy: 'nothing is run and nothing of it is looked at below',
      }),
    };
  }
}

interface Subject {
  readonly source: Source | { readonly failed: Check };
  readonly catalog: Catalog;
  readonly needs: Needs;
  readonly place: string;
}

async function lookAt(subject: Subject, options: DoctorOptions): Promise<readonly Check[]> {
  const [account, iam, logGroups, logStreams, endpoint] = [
    createAccount(),
    createIam(),
    createLogGroups(),
    createLogStreams(),
    remoteEndpoint({ settleMs: REPLY_MS }),
  ];
  try {
    return await diagnose({
      ...subject,
      account,
      iam,
      logGroups,
      logStreams,
      api: endpoint.api,
      s3: endpoint.s3,
      endpoint: process.env['AWS_ENDPOINT_URL_BATCH'] ?? process.env['AWS_ENDPOINT_URL'],
      role: options.role,
      state: { place: subject.place, open: () => storeForLooking(subject.place, undefined) },
      sourceId: options.sourceId,
      nowMs: Date.now(),
    });
  } finally {
    for (const each of [account, iam, logGroups, logStreams]) each.close();
    await endpoint.close();
  }
}

/** A person is waiting. */
const REPLY_MS = 10_000;

/** The policy on stdout, and what there is to know about it on stderr, so that the first can go into a file. */
async function printPolicy(needs: Needs, catalog: Catalog, role: string | undefined): Promise<number> {
  const account = createAccount();
  const region = await account.region();
  const identity = role === undefined && region.kind === 'ok' ? await account.identity() : undefined;
  account.close();
  const scope = scopeOf({
    identity: role ?? (identity?.kind === 'ok' ? identity.value.arn : undefined),
    region: region.kind === 'ok' ? region.value : undefined,
    arns: [...needs.queues.keys()].filter((each) => each.startsWith('arn:')),
  });
  const policy = policyOf(grantsOf(needs, scope));
  print(jsonText(policy, 2));
  if (scope.accountId === '*' || scope.region === '*') {
    printError(
      'The account or region is not known, and stands as *: set AWS_REGION and credentials, or give --role ARN',
    );
  }
  if (needs.jobs.length === 0) {
    printError('The source declares no valid ArrayJob, so that hardly anything but reading is granted');
  }
  const errors = catalog.findings.filter((each) => each.severity === 'error').length;
  if (errors > 0)
    printError(`${errors} errors in the specs: what they are in is left out; see arrayjob validate`);
  const characters = policyCharacters(policy);
  if (characters > MANAGED_POLICY_MAX) {
    printError(
      `It has ${characters} characters, and a managed policy at most ${MANAGED_POLICY_MAX}: put it inline, or join resources with *`,
    );
  }
  return 0;
}
