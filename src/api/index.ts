export { parseAmount } from './amounts.ts';
export { CODES } from './codes.ts';
export type { Code } from './codes.ts';
export { SUBMIT_FIELDS } from './desired.ts';
export type { ResourceDocument } from './document.ts';
export { parseDuration } from './durations.ts';
export {
  API_VERSION,
  DEFAULT_MANIFEST_KEY,
  KINDS,
  MANIFEST_PLACEHOLDERS,
  RERUN_ANNOTATION,
  TAG_PREFIX,
  VARIABLE_PREFIX,
} from './names.ts';
export type { Kind } from './names.ts';
export { nearest } from './nearest.ts';
export { kindOf } from './own.ts';
export type { OwnResult } from './own.ts';
export { pathText } from './paths.ts';
export { refusalOf, withPolicy } from './policy/check.ts';
export type { Policy } from './policy/policy.ts';
export { readPolicy } from './policy/read.ts';
export { readResource } from './read.ts';
export type {
  ForeignDocument,
  InvalidResource,
  ReadArrayJob,
  ReadJobDefinition,
  ReadResult,
} from './read.ts';
export type {
  AmountText,
  ArrayJobFields,
  ArrayJobResource,
  JobDefinitionFields,
  JobDefinitionResource,
  MetadataFields,
  WorkFields,
} from './resources.ts';
export { SCHEMA_KINDS, schemaText } from './schema.ts';
export { checkSource, readSource, withFindings } from './source.ts';
export type { SourceFindings } from './source.ts';
