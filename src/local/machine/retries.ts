import type { Outcome } from './model.ts';
import type { RetryStrategy } from './wire.ts';

/** What ECS reports when the one container of a task ends, whatever its exit code. */
export const CONTAINER_EXITED = 'Essential container in task exited';
/** The attempt's status reason when a container never came to run; the container's own reason says why. */
export const TASK_NOT_STARTED = 'Task failed to start';
export const TIMED_OUT = 'Job attempt duration exceeded timeout';
export const DEPENDENCY_FAILED = 'Dependent Job failed';
export const CHILD_FAILED = 'Array Child Job failed';
/** SubmitJob takes such a job; it fails when it is looked at. */
export const OVERRIDES_TOO_LONG = 'Container Overrides length must be at most 8192';

/** The words of a lost EC2 host. */
export function hostLost(instanceId: string): string {
  return `Host EC2 (instance ${instanceId}) terminated.`;
}

/**
 * Whether a failed attempt is tried again. The first entry of `evaluateOnExit` whose conditions all match decides;
 * when none matches the job is retried. Patterns match whole texts, or beginnings when they end with `*`.
 */
export function retries(strategy: RetryStrategy, attemptsMade: number, outcome: Outcome): boolean {
  if (attemptsMade >= (strategy.attempts ?? 1)) return false;
  for (const entry of strategy.evaluateOnExit ?? []) {
    if (entry.onExitCode !== undefined && !fits(entry.onExitCode, outcome.exitCode?.toString())) continue;
    if (entry.onReason !== undefined && !fits(entry.onReason, outcome.reason)) continue;
    if (entry.onStatusReason !== undefined && !fits(entry.onStatusReason, outcome.statusReason)) continue;
    return entry.action.toUpperCase() === 'RETRY';
  }
  return true;
}

function fits(pattern: string, text = ''): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
