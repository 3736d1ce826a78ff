import type { RetryStrategyFields } from '../resources.ts';
import type { Report } from '../report.ts';

/** `evaluateOnExit` is taken only together with `attempts` (SubmitJob; RetryStrategy's doc comment). */
export function checkRetries(retries: RetryStrategyFields, report: Report): void {
  if (retries.evaluateOnExit && retries.attempts === undefined) {
    report.error({
      code: 'AttemptsMissing',
      path: ['spec', 'retryStrategy', 'attempts'],
      message: 'retryStrategy has evaluateOnExit but no attempts; AWS Batch refuses that.',
      remedy: 'Add attempts: and a number from 1 to 10.',
    });
  }
}
