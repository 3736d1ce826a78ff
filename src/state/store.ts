/**
 * Names one content of one key. Opaque: compare it, never take it apart. Equal texts may have equal etags (both the
 * directory and S3 derive it from the content), so a text that must never be mistaken for an earlier one has to carry
 * something unique, as leases and fenced records do. Any string will do; the intersection keeps `'absent'` apart from it.
 */
export type Etag = string & Record<never, never>;

/** What a key holds. */
export interface Entry {
  readonly text: string;
  readonly etag: Etag;
}

/** Written, with the new etag; or not written, because the key does not hold what the caller expected. */
export type PutResult =
  { readonly ok: true; readonly etag: Etag } | { readonly ok: false; readonly conflict: true };

/**
 * The state store: get, put and delete with compare-and-swap on an etag, and list.
 *
 * Keys are segments of `[A-Za-z0-9._-]` joined by `/`, at most 512 characters, no segment beginning with a dot; a key
 * is never also the folder of another key; `VERSION` and `README.md` are the store's own. Anything that is not a
 * conflict is thrown as a StateError. After a thrown put or delete the change may or may not have happened: read
 * before trying again.
 */
export interface StateStore {
  /** Where it is, for messages: a path, `s3://bucket/prefix` or `memory:`. */
  readonly url: string;
  /** The entry, or undefined when the key is absent. Reads what the last successful put of any process wrote. */
  get(key: string): Promise<Entry | undefined>;
  /** Writes durably when the key holds `expected`: an etag, nothing (`absent`), or whatever it holds (`any`). */
  put(key: string, text: string, expected: Etag | 'absent' | 'any'): Promise<PutResult>;
  /** True when the key is absent afterwards; false when it holds something other than `expected`. Idempotent. */
  delete(key: string, expected: Etag | 'any'): Promise<boolean>;
  /** The keys that begin with `prefix` (a string prefix, as in S3; empty for all), sorted by code unit. */
  list(prefix: string): AsyncIterable<string>;
  /** Lets go of files and connections. Later calls throw. */
  close(): Promise<void>;
}

/** The layout version that this arrayjob reads and writes; a store with a newer one is refused. */
export const storeVersion = 1;
