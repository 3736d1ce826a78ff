/** Items of one ArrayJob: a thousand full arrays. More is almost always a mistake in a matrix or a prefix. */
export const ITEMS_MAX = 10_000_000;

/** Items that the ledger remembers, retired ones included; beyond it the oldest retired ones are forgotten. */
export const LEDGER_ITEMS_MAX = 20_000_000;

/** Characters of one item's JSON text: it has to fit a chunk of the ledger and a child's memory many times over. */
export const ITEM_CHARACTERS_MAX = 1024 * 1024;

/** Bytes of a file of items. */
export const ITEMS_FILE_BYTES_MAX = 1024 ** 3;

/** A chunk of the ledger holds at most so many items: a full array's worth, so that a first run reads each chunk once. */
export const CHUNK_ITEMS_MAX = 10_000;

/** …and at most so many characters, so that a chunk of large items stays small in memory. */
export const CHUNK_CHARACTERS_MAX = 4 * 1024 * 1024;

/** Bytes of one manifest: every child of the array reads and parses all of it. */
export const MANIFEST_BYTES_MAX = 64 * 1024 * 1024;

/** Interval text of retired indexes that the head carries itself; longer text stays in the store. */
export const HEAD_TEXT_MAX = 1_000;

/** How long the globs may take over one page of a listing (1,000 keys; a sane set needs about a millisecond). */
export const GLOB_PAGE_MS_MAX = 2_000;
