import { failureOf, type S3Port } from '../../work/index.ts';
import { failed, fine, skipped, type Check } from './check.ts';
import type { BucketNeed, Needs } from './needs.ts';

/** Prefixes of one bucket that are listed; who may list these may as a rule list the others. */
const PREFIXES_MAX = 20;

/** The buckets that specs read items from and write manifests to. The state's bucket is looked at with the state. */
export async function checkBuckets(s3: S3Port, needs: Needs): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const lists = needs.buckets.filter((each) => each.use === 'list');
  for (const [bucket, prefixes] of grouped(lists)) {
    for (const need of prefixes.slice(0, PREFIXES_MAX)) checks.push(await checkListing(s3, need));
    if (prefixes.length <= PREFIXES_MAX) continue;
    checks.push(
      skipped({
        check: 'bucket',
        subject: `s3://${bucket}`,
        message: `${prefixes.length - PREFIXES_MAX} more prefixes are not looked at`,
      }),
    );
  }
  const manifests = needs.buckets.filter((each) => each.use === 'manifest');
  for (const [, places] of grouped(manifests)) {
    const users = [...new Set(places.flatMap((each) => each.users))];
    checks.push(await checkManifests(s3, { ...places[0]!, users }));
  }
  return checks;
}

/** By bucket. */
function grouped(needs: readonly BucketNeed[]): ReadonlyMap<string, readonly BucketNeed[]> {
  const groups = new Map<string, BucketNeed[]>();
  for (const each of needs) {
    const known = groups.get(each.bucket);
    if (known === undefined) groups.set(each.bucket, [each]);
    else known.push(each);
  }
  return groups;
}

async function checkListing(s3: S3Port, need: BucketNeed): Promise<Check> {
  const { bucket, prefix, users } = need;
  const told = { check: 'bucket', subject: `s3://${bucket}/${prefix}`, affects: users } as const;
  try {
    const { objects, next } = await s3.list({ bucket, prefix, signal: patience() });
    const count = next === undefined ? String(objects.length) : `more than ${objects.length}`;
    return fine({ ...told, message: `can be listed: ${count} objects` });
  } catch (error) {
    return refused(told, error, 'the items cannot be listed, and nothing is submitted');
  }
}

/**
 * A listing shows that the bucket is there and in this region. That something may be written can only be seen by
 * writing; IAM's simulator is asked for it with the other permissions.
 */
async function checkManifests(s3: S3Port, need: BucketNeed): Promise<Check> {
  const { bucket, prefix, stem, users } = need;
  const told = { check: 'bucket', subject: `s3://${bucket}/${stem}`, affects: users } as const;
  try {
    await s3.list({ bucket, prefix, signal: patience() });
    return fine({ ...told, message: 'is there; whether manifests can be written is not tried' });
  } catch (error) {
    // The controller only writes here: that it may not list is no fault.
    if (failureOf(error)?.reason === 'AccessDenied') {
      return skipped({
        ...told,
        message: 'cannot be listed, which manifests do not need; whether they can be written is not tried',
      });
    }
    return refused(told, error, 'manifests cannot be written, and nothing that needs one is submitted');
  }
}

const PATIENCE_MS = 15_000;

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}

function refused(told: Pick<Check, 'check' | 'subject' | 'affects'>, error: unknown, loss: string): Check {
  const failure = failureOf(error);
  const said = failure?.message ?? (error instanceof Error ? error.message : String(error));
  return failed({
    ...told,
    message: `${said}: ${loss}`,
    remedy: failure?.remedy ?? 'look at the connection',
  });
}
