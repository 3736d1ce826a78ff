import { clientException, plainClientException } from './answer.ts';
import type { KeyValue, Requirement, RetryStrategy, Tags, Timeout } from './wire.ts';

/** Bounds that AWS documents. */
const MAX_TAGS = 50;
const MAX_ATTEMPTS = 10;
const MAX_EXIT_ENTRIES = 5;
const MAX_PATTERN = 512;
const MIN_TIMEOUT_SECONDS = 60;

/** Names of everything but jobs. */
export function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw plainClientException(`Provided name ${name} is not supported pattern[a-zA-Z_0-9-]{1,128}`);
  }
}

export function checkTags(tags: Tags | undefined): void {
  const entries = Object.entries(tags ?? {});
  if (entries.length > MAX_TAGS) throw clientException('Number of tags exceeds the limit of 50');
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128) throw clientException('Tag keys must have 1 to 128 characters');
    if (/^aws:/i.test(key)) throw clientException('Tag keys must not begin with aws:');
    if (value.length > 256) throw clientException('Tag values must have at most 256 characters');
  }
}

/** Attempts 1 to 10; at most 5 entries and only with attempts; patterns with `*` only at their end. */
export function checkRetryStrategy(strategy: RetryStrategy | undefined): void {
  if (strategy === undefined) return;
  const { attempts, evaluateOnExit = [] } = strategy;
  if (attempts === undefined) throw clientException('RetryAttempts must be provided with retry strategy');
  if (attempts < 1 || attempts > MAX_ATTEMPTS) {
    throw clientException('RetryAttempts must be between 1 and 10');
  }
  if (evaluateOnExit.length > MAX_EXIT_ENTRIES) {
    throw clientException('EvaluateOnExit must have at most 5 entries');
  }
  for (const entry of evaluateOnExit) {
    if (!/^(retry|exit)$/i.test(entry.action)) {
      throw clientException('EvaluateOnExit action must be RETRY or EXIT');
    }
    const { onExitCode, onReason, onStatusReason } = entry;
    if (onExitCode === undefined && onReason === undefined && onStatusReason === undefined) {
      throw clientException(
        'EvaluateOnExit must specify at least one of onExitCode, onReason, onStatusReason',
      );
    }
    if (onExitCode !== undefined && !/^[0-9]*\*?$/.test(onExitCode)) {
      throw clientException('onExitCode must contain only numbers and may end with an asterisk');
    }
    for (const pattern of [onExitCode, onReason, onStatusReason]) {
      if (pattern === undefined) continue;
      if (pattern === '' || pattern.length > MAX_PATTERN) {
        throw clientException('EvaluateOnExit patterns must have 1 to 512 characters');
      }
      if (pattern.slice(0, -1).includes('*')) {
        throw clientException('EvaluateOnExit patterns may have an asterisk only at the end');
      }
    }
  }
}

export function checkTimeout(timeout: Timeout | undefined): void {
  const seconds = timeout?.attemptDurationSeconds;
  if (seconds !== undefined && seconds < MIN_TIMEOUT_SECONDS) {
    throw clientException('Job attemptDurationSeconds must be at least 60 seconds');
  }
}

/** Names that begin with AWS_BATCH are Batch's own. */
export function checkEnvironment(environment: readonly KeyValue[] | undefined): void {
  for (const { name } of environment ?? []) {
    if (name === undefined || name === '') {
      throw clientException('Environment variable name must not be empty');
    }
    if (name.startsWith('AWS_BATCH')) {
      throw clientException(`Environment variable names must not start with AWS_BATCH: ${name}`);
    }
  }
}

export function checkRequirements(requirements: readonly Requirement[] | undefined): void {
  const seen = new Set<string>();
  for (const { type, value } of requirements ?? []) {
    if (seen.has(type)) throw clientException(`Resource requirement ${type} is specified more than once`);
    seen.add(type);
    const pattern = type === 'VCPU' ? /^[0-9]+(\.[0-9]+)?$/ : /^[0-9]+$/;
    if (!pattern.test(value) || Number(value) <= 0) {
      throw clientException(`Resource requirement ${type} has the invalid value ${value.slice(0, 40)}`);
    }
    if (type === 'MEMORY' && Number(value) < 4) throw clientException('Memory must be at least 4 MiB');
  }
}

/** 0 to 9999. */
export function checkPriority(priority: number | undefined): void {
  if (priority !== undefined && (priority < 0 || priority > 9999)) {
    throw clientException('Scheduling priority must be between 0 and 9999');
  }
}

/** The size of a page: `wanted` within 1 and `most`. */
export function pageSize(wanted: number | undefined, most: number): number {
  if (wanted === undefined) return most;
  if (wanted < 1) throw clientException('maxResults must be at least 1');
  return Math.min(wanted, most);
}
