/**
 * Bounds of AWS Batch that can be checked before a call.
 * Source unless said otherwise: the doc comments of @aws-sdk/client-batch and the service quotas page of AWS Batch.
 */

/** Children of one array. Size 1 is refused by SubmitJob (observed; not documented). */
export const ARRAY_SIZE_MIN = 2;
export const ARRAY_SIZE_MAX = 10_000;

/** Entries of SubmitJob's dependsOn. */
export const DEPENDENCIES_MAX = 20;

/** Bytes of a SubmitJob request; more is refused at once. */
export const SUBMIT_BYTES_MAX = 30 * 1024;

/** Characters of the serialized overrides of one job; more is accepted and the job fails later (observed). */
export const OVERRIDES_CHARACTERS_MAX = 8_192;

/** Bytes of a job definition. */
export const DEFINITION_BYTES_MAX = 24 * 1024;

export const TAGS_MAX = 50;
export const ATTEMPTS_MIN = 1;
export const ATTEMPTS_MAX = 10;
export const EVALUATE_ON_EXIT_MAX = 5;
export const TIMEOUT_SECONDS_MIN = 60;
export const EXIT_PATTERN_MAX = 512;

/** Variables that users cannot set begin so. */
export const RESERVED_ENVIRONMENT_PREFIX = 'AWS_BATCH';

/** Ids that one DescribeJobs takes. */
export const DESCRIBE_MAX = 100;

/** What job names match. */
export const JOB_NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Indexes of one ArrayJob; the bound of interval texts, not one of AWS. */
export const INDEXES_MAX = 2 ** 31 - 1;
