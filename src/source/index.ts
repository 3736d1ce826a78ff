export { besidePath } from './beside.ts';
export { openDirectory } from './directory.ts';
export type { DirectoryOptions } from './directory.ts';
export { SourceError } from './errors.ts';
export type { SourceErrorCode } from './errors.ts';
export type {
  ReadResult,
  Snapshot,
  Source,
  SourceFile,
  StatusEdit,
  Watch,
  WriteMessage,
  WriteOutcome,
  WriteResult,
} from './source.ts';
