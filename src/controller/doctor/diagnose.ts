import type { Account } from '../../batch/account.ts';
import type { AskOptions } from '../../batch/ask.ts';
import type { BatchApi } from '../../batch/api.ts';
import type { Iam } from '../../batch/iam.ts';
import type { LogGroups } from '../../batch/log-groups.ts';
import type { LogStreams } from '../../batch/log-streams.ts';
import type { Source } from '../../source/index.ts';
import type { StateStore } from '../../state/index.ts';
import type { S3Port } from '../../work/index.ts';
import type { Catalog } from '../catalog.ts';
import { checkCaller } from './account-checks.ts';
import { checkBuckets } from './bucket-checks.ts';
import { CHECKS, failed, fine, skipped, type Check } from './check.ts';
import { checkDefinitions, checkRoles } from './definition-checks.ts';
import { grantsOf, logPlaces } from './grants.ts';
import { checkEvents } from './event-checks.ts';
import { checkLogs } from './log-checks.ts';
import type { Needs } from './needs.ts';
import { checkPermissions } from './permission-checks.ts';
import { scopeOf } from './policy.ts';
import { checkQueues } from './queue-checks.ts';
import { checkSpecs, checkWriting } from './source-checks.ts';
import { checkState } from './state-checks.ts';

export interface DiagnoseOptions {
  /** The source, or why it cannot be opened. */
  readonly source: Source | { readonly failed: Check };
  readonly catalog: Catalog;
  readonly needs: Needs;
  readonly account: Account;
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly iam: Iam;
  readonly logGroups: LogGroups;
  readonly logStreams: LogStreams;
  /** Where other services than these are asked. */
  readonly ask?: AskOptions;
  /** What AWS_ENDPOINT_URL names, if anything. */
  readonly endpoint: string | undefined;
  /** Whose rights are asked for instead of the caller's. */
  readonly role: string | undefined;
  readonly state: { readonly place: string; readonly open: () => Promise<StateStore> };
  readonly sourceId: string | undefined;
  readonly nowMs: number;
}

/**
 * Looks at everything that a source needs, and changes nothing. What cannot be looked at because something before it
 * failed is skipped with that reason, once for each area, so that a dead endpoint costs one wait and not fifty.
 */
export async function diagnose(options: DiagnoseOptions): Promise<readonly Check[]> {
  const { source, catalog, needs, nowMs } = options;
  const checks: Check[] =
    'failed' in source
      ? [source.failed]
      : [checkSpecs(catalog, source.url), await checkWriting(source, catalog)];
  const caller = await checkCaller(options.account, { endpoint: options.endpoint, nowMs });
  checks.push(...caller.checks);
  checks.push(
    ...(caller.usable
      ? await checkService(options, caller)
      : [
          skipped({
            check: 'batch',
            subject: 'AWS',
            message: 'is not asked without a region and credentials',
          }),
        ]),
  );
  if ('failed' in source) {
    checks.push(
      skipped({ check: 'state', subject: options.state.place, message: 'is not asked without a source' }),
    );
  } else if (needs.state === undefined || caller.usable) {
    checks.push(
      ...(await checkState({
        ...options.state,
        catalog,
        sourceUrl: source.url,
        sourceId: options.sourceId,
        nowMs,
      })),
    );
  } else {
    checks.push(
      skipped({
        check: 'state',
        subject: needs.state,
        message: 'is not asked without a region and credentials',
      }),
    );
  }
  return inOrder(checks);
}

async function checkService(
  options: DiagnoseOptions,
  caller: Awaited<ReturnType<typeof checkCaller>>,
): Promise<readonly Check[]> {
  const { api, needs, iam, endpoint, role } = options;
  const subject = endpoint ?? `Batch in ${caller.region ?? '?'}`;
  const first = await api.describeJobQueues();
  // A refusal is an answer: the service is there.
  if (first.kind !== 'ok' && !(first.kind === 'terminal' && first.code === 'AccessDenied')) {
    return [
      failed({
        check: 'batch',
        subject,
        message: `does not answer as Batch does: ${first.message.replace(/\s*Deserialization error: .*$/s, '')}`,
        remedy:
          'look at the network, a proxy, AWS_REGION, AWS_ENDPOINT_URL and the credentials; nothing more is looked at',
      }),
    ];
  }
  const checks: Check[] = [fine({ check: 'batch', subject, message: 'answers' })];
  if (first.kind !== 'ok') {
    checks.push(
      failed({
        check: 'permission',
        subject: 'batch:DescribeJobQueues',
        message: `is not allowed: ${first.message}`,
        remedy: 'add the statement ReadBatch of `arrayjob doctor --policy`',
      }),
    );
  }
  const askable = caller.identity === undefined ? undefined : iam;
  const seen = await checkDefinitions(api, needs);
  checks.push(...seen.checks);
  checks.push(...(await checkQueues(api, needs, seen.parts)));
  checks.push(
    ...(await checkRoles(askable, needs, seen.parts, { accountId: caller.identity?.accountId, endpoint })),
  );
  checks.push(...(await checkLogs(options.logGroups, needs, seen.parts)));
  checks.push(...(await checkBuckets(options.s3, needs)));
  checks.push(...(await checkEvents(needs.events, options.ask)));
  const principal = role ?? caller.identity?.arn;
  const scope = scopeOf({ identity: principal, region: caller.region });
  checks.push(
    ...(await checkPermissions({
      api,
      iam: askable,
      grants: grantsOf(needs, scope),
      principal,
      other: role !== undefined,
      logStreams: options.logStreams,
      logs: logPlaces(needs),
      queue: [...needs.queues.keys()].find((each) =>
        checks.some((one) => one.check === 'queue' && one.subject === each && one.result === 'ok'),
      ),
    })),
  );
  return checks;
}

/** In the order of the page that explains them; within an area, as they were found. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  return CHECKS.flatMap((name) => checks.filter((each) => each.check === name));
}
