import {
  ATTEMPTS_MAX,
  ATTEMPTS_MIN,
  EVALUATE_ON_EXIT_MAX,
  EXIT_PATTERN_MAX,
  TIMEOUT_SECONDS_MIN,
} from '../src/core/limits.ts';
import { EXIT_CODE_GLOB, GLOB_AT_END, RETRY_ACTION, SHARE_IDENTIFIER } from '../src/api/patterns.ts';
import type { Schema } from './schema.ts';

const PRIORITY: Schema = { minimum: 0, maximum: 9999 };
const REASON: Schema = { maxLength: EXIT_PATTERN_MAX, pattern: GLOB_AT_END.source };

/**
 * What the SDK's types leave to its doc comments: bounds, patterns and examples, by `Interface.member`.
 * Source: the doc comment of the very member.
 */
export const PATCHES: Readonly<Record<string, Schema>> = {
  'RetryStrategy.attempts': { minimum: ATTEMPTS_MIN, maximum: ATTEMPTS_MAX, examples: [3] },
  'RetryStrategy.evaluateOnExit': {
    maxItems: EVALUATE_ON_EXIT_MAX,
    examples: [
      [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
    ],
  },
  'EvaluateOnExit.onStatusReason': { ...REASON, examples: ['Host EC2*'] },
  'EvaluateOnExit.onReason': { ...REASON, examples: ['CannotPullContainerError*'] },
  'EvaluateOnExit.onExitCode': {
    maxLength: EXIT_PATTERN_MAX,
    pattern: EXIT_CODE_GLOB.source,
    examples: ['137'],
  },
  // The members are RETRY and EXIT, but "the values aren't case sensitive": an enum would refuse what Batch takes.
  'EvaluateOnExit.action': { enum: undefined, pattern: RETRY_ACTION.source, examples: ['RETRY', 'EXIT'] },
  'JobTimeout.attemptDurationSeconds': { minimum: TIMEOUT_SECONDS_MIN, examples: [3600] },
  'SubmitJobRequest.schedulingPriorityOverride': PRIORITY,
  'RegisterJobDefinitionRequest.schedulingPriority': PRIORITY,
  'SubmitJobRequest.shareIdentifier': { pattern: SHARE_IDENTIFIER.source, examples: ['teamA'] },
  'SubmitJobRequest.parameters': { examples: [{ threshold: '0.5' }] },
  'ContainerOverrides.command': { examples: [['python', 'process.py', 'Ref::threshold']] },
  'ContainerOverrides.environment': { examples: [[{ name: 'LOG_LEVEL', value: 'debug' }]] },
  'ContainerOverrides.resourceRequirements': { examples: [[{ type: 'MEMORY', value: '4096' }]] },
  'ContainerProperties.image': { examples: ['public.ecr.aws/docker/library/python:3.13-slim'] },
  'ContainerProperties.command': { examples: [['python', 'process.py', 'Ref::threshold']] },
  'ContainerProperties.resourceRequirements': {
    examples: [
      [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
    ],
  },
};
