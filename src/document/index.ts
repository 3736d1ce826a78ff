export { MAX_FILE_BYTES } from './limits.ts';
export { parseFile } from './parse.ts';
export type { ParsedDocument, ParsedFile } from './parse.ts';
export { pathText } from './problems.ts';
export { spliceStatus } from './splice.ts';
export type { SpliceResult, StatusSplice } from './splice.ts';
