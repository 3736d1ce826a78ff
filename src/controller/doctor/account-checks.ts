import type { Account, Identity } from '../../batch/account.ts';
import { failed, fine, skipped, warned, type Check } from './check.ts';

/** What the first looks gave, for all that follow. */
export interface CallerSeen {
  readonly checks: readonly Check[];
  readonly region: string | undefined;
  readonly identity: Identity | undefined;
  /** Without region and credentials nothing else can be asked of AWS. */
  readonly usable: boolean;
}

/** AWS refuses a signature whose time is off by more than five minutes (Signature Version 4). */
const SKEW_REFUSED_MS = 5 * 60_000;
/** Nothing is refused yet, but such a clock is not being kept. */
const SKEW_ODD_MS = 30_000;
/** A daemon whose credentials end so soon, and are not renewed by themselves, ends with them. */
const EXPIRES_SOON_MS = 15 * 60_000;

/** Who calls, from where, and by which clock. `endpoint` is what AWS_ENDPOINT_URL names, if anything. */
export async function checkCaller(
  account: Account,
  options: { readonly endpoint: string | undefined; readonly nowMs: number },
): Promise<CallerSeen> {
  const checks: Check[] = [];
  const region = await account.region();
  const regionName = region.kind === 'ok' ? region.value : undefined;
  checks.push(
    region.kind === 'ok'
      ? fine({ check: 'region', subject: region.value, message: 'is the region of all calls' })
      : failed({
          check: 'region',
          subject: '-',
          message: 'no AWS region is set: nothing can be asked of AWS',
          remedy: 'set AWS_REGION, or a region in the profile',
        }),
  );
  const credentials = await account.credentials();
  if (credentials.kind !== 'ok') {
    checks.push(
      failed({
        check: 'credentials',
        subject: '-',
        message: `no AWS credentials are found: ${credentials.message}`,
        remedy:
          'set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine, task or pod a role',
      }),
    );
    return { checks, region: regionName, identity: undefined, usable: false };
  }
  if (regionName === undefined) return { checks, region: undefined, identity: undefined, usable: false };

  const { provider, accessKeyId, expiresAt } = credentials.value;
  const identity = await account.identity();
  const whose = identity.kind === 'ok' ? identity.value : undefined;
  const subject = whose?.arn ?? accessKeyId;
  if (identity.kind === 'ok') {
    checks.push(fine({ check: 'credentials', subject, message: `is who calls, by ${provider}` }));
  } else if (options.endpoint !== undefined) {
    checks.push(
      skipped({
        check: 'credentials',
        subject,
        message: `found in ${provider}; ${options.endpoint} does not say whose they are`,
      }),
    );
  } else if (identity.kind === 'terminal') {
    checks.push(
      failed({
        check: 'credentials',
        subject,
        message: `AWS does not accept the credentials of ${provider}: ${identity.message}`,
        remedy: 'renew or replace them',
      }),
    );
  } else {
    checks.push(
      warned({
        check: 'credentials',
        subject,
        message: `found in ${provider}, but STS cannot be asked whose they are: ${identity.message}`,
        remedy: 'if Batch can be reached otherwise, that is no harm; in a VPC, add an endpoint for STS',
      }),
    );
  }
  const leftMs = (expiresAt ?? Infinity) - options.nowMs;
  if (leftMs < EXPIRES_SOON_MS && provider.includes('environment variables')) {
    checks.push(
      warned({
        check: 'credentials',
        subject,
        message: `end in ${Math.max(0, Math.round(leftMs / 60_000))} min and nothing renews them: a daemon would stop then`,
        remedy: 'use a profile or a role instead of session keys in the environment',
      }),
    );
  }
  checks.push(await checkClock(account));
  const usable = !checks.some((each) => each.check === 'credentials' && each.result === 'fail');
  return { checks, region: regionName, identity: whose, usable };
}

async function checkClock(account: Account): Promise<Check> {
  const reading = await account.clock();
  if (reading === undefined) {
    return skipped({
      check: 'clock',
      subject: 'this machine',
      message: 'Batch gave no answer to compare with',
    });
  }
  const { aheadMs, precisionMs } = reading;
  const off = Math.max(0, Math.abs(aheadMs) - precisionMs);
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  const told = { check: 'clock', subject: 'this machine' } as const;
  const remedy = 'keep the clock with NTP (chrony, systemd-timesyncd)';
  if (off > SKEW_REFUSED_MS) {
    return failed({
      ...told,
      message: `its clock is ${seconds} s ${side} the service's: AWS refuses signatures that are more than 5 min off`,
      remedy,
    });
  }
  if (off > SKEW_ODD_MS) {
    return warned({ ...told, message: `its clock is ${seconds} s ${side} the service's`, remedy });
  }
  return fine({ ...told, message: "its clock agrees with the service's" });
}
