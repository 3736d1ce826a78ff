/** Larger files are not read: a spec is text that people review, and a parser needs many times the file's size. Bytes. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Deepest nesting of maps and lists in one document; Batch's own requests need eight, a hostile file could ask for millions. */
export const MAX_NESTING = 100;

/** At most so many aliases in one document. */
export const MAX_ALIASES = 10_000;

/** At most so many nodes may come into being by following aliases: a few lines can otherwise ask for billions ("alias bomb"). */
export const MAX_EXPANDED_NODES = 100_000;

/** Findings told per document; what is wrong after that is nearly always a consequence. */
export const MAX_FINDINGS_PER_DOCUMENT = 20;

/**
 * At most so many tokens (words, marks, stretches of white space) in one file: about 30,000 items in braces. The parser keeps
 * each, and a file of nothing but commas would otherwise take gigabytes.
 */
export const MAX_TOKENS = 500_000;

/** Findings told per file. */
export const MAX_FINDINGS_PER_FILE = 200;
