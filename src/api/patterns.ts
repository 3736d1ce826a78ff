/** A pattern of the schemas, and how to say it to a person. */
export interface Pattern {
  readonly source: string;
  /** Completes the sentence "… must be". */
  readonly words: string;
  readonly remedy?: string;
}

/** Kubernetes' DNS label (RFC 1123). */
export const DNS_LABEL: Pattern = {
  source: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
  words: 'lower-case letters, digits and hyphens, with a letter or digit at both ends',
  remedy: 'Write a name such as process-daily-files.',
};

/** A Kubernetes label key: an optional DNS prefix and a name of at most 63 characters. */
export const LABEL_KEY: Pattern = {
  source: '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$',
  words: 'a key such as team or example.com/team, whose last part has at most 63 characters',
};

/** A job queue's name (up to 128 letters, digits, hyphens and underscores) or its ARN. */
export const JOB_QUEUE: Pattern = {
  source:
    '^([A-Za-z0-9][A-Za-z0-9_-]{0,127}|arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-queue/[A-Za-z0-9][A-Za-z0-9_-]{0,127})$',
  words: "a job queue's name (letters, digits, - and _, at most 128) or its ARN",
  remedy:
    'Write the name alone, as in my-job-queue, or arn:aws:batch:eu-west-1:123456789012:job-queue/my-job-queue.',
};

/** A job definition's name, name:revision or ARN with or without a revision (SubmitJobRequest.jobDefinition). */
export const JOB_DEFINITION: Pattern = {
  source:
    '^(arn:aws[a-z-]*:batch:[a-z0-9-]+:[0-9]{12}:job-definition/)?[A-Za-z0-9][A-Za-z0-9_-]{0,127}(:[1-9][0-9]*)?$',
  words: "a job definition's name, name:revision or ARN",
  remedy: 'Write file-processor for the newest revision, or file-processor:3 for a fixed one.',
};

/** Names of S3 buckets, the older and wider rules of us-east-1 included. */
export const BUCKET: Pattern = {
  source: '^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$',
  words: "a bucket's name: 3 or more letters, digits, dots and hyphens",
  remedy: 'Write the name alone, without s3://, slashes or an ARN (an access point has an alias).',
};

export const DURATION: Pattern = {
  source: '^(0|[1-9][0-9]*)(ms|s|m|h)$',
  words: 'a duration such as 500ms, 10s, 5m or 24h',
  remedy: 'Write one whole number and one unit (ms, s, m or h); 1h30m is written 90m.',
};

export const PERCENTAGE: Pattern = {
  source: '^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$',
  words: 'a percentage from 0% to 100%',
};

/** EvaluateOnExit.onReason and its siblings: an asterisk only at the end. */
export const GLOB_AT_END: Pattern = {
  source: '^[^*]*\\*?$',
  words: 'text with * only at its end',
  remedy: 'AWS Batch matches a beginning only: leave * out, or put one at the end.',
};

/** EvaluateOnExit.onExitCode: digits, with an asterisk at the end. */
export const EXIT_CODE_GLOB: Pattern = {
  source: '^([0-9]+\\*?|\\*)$',
  words: 'digits, with * only at the end',
  remedy: "Write an exit code in quotes, as in '137', or its beginning, as in '13*'.",
};

/** EvaluateOnExit.action is compared without regard to case. */
export const RETRY_ACTION: Pattern = {
  source: '^([Rr][Ee][Tt][Rr][Yy]|[Ee][Xx][Ii][Tt])$',
  words: 'RETRY or EXIT',
  remedy: 'Write RETRY or EXIT, in any case.',
};

/** SubmitJobRequest.shareIdentifier: up to 255 alphanumeric characters and an asterisk. */
export const SHARE_IDENTIFIER: Pattern = {
  source: '^[A-Za-z0-9]{1,255}\\*?$',
  words: 'at most 255 letters and digits, with * only at the end',
};

/** A name and its source, to be read from a schema's pattern. */
export const PATTERNS: readonly Pattern[] = [
  DNS_LABEL,
  LABEL_KEY,
  JOB_QUEUE,
  JOB_DEFINITION,
  BUCKET,
  DURATION,
  PERCENTAGE,
  GLOB_AT_END,
  EXIT_CODE_GLOB,
  RETRY_ACTION,
  SHARE_IDENTIFIER,
];
