import type { Desired } from './desired.ts';
import type { RunRecord } from './record.ts';

/**
 * Whether something is decided by which children of an array have failed while the others still run. Otherwise their
 * failures only fill the report, and until the array has ended their number is enough.
 */
export function failuresMatter(desired: Desired, run: RunRecord): boolean {
  return (
    desired.suspend ||
    desired.failureRules.length > 0 ||
    desired.backoffLimitPerIndex > 0 ||
    desired.maxFailedIndexes !== undefined ||
    desired.dependsOn.length > 0 ||
    (desired.canary !== 'off' && !run.canary.passed) ||
    run.shards.some((shard) => shard.terminating !== undefined)
  );
}
