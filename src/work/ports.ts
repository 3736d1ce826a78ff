/** The part of the state store that the ledger of items lives in; a StateStore is one. */
export interface LedgerStore {
  get(key: string): Promise<{ readonly text: string } | undefined>;
  put(key: string, text: string, expected: 'any'): Promise<unknown>;
  delete(key: string, expected: 'any'): Promise<boolean>;
  list(prefix: string): AsyncIterable<string>;
}

/** A file beside a spec; what a Source's readBeside gives is one. */
export type BesideFile =
  | {
      readonly ok: true;
      /** Path relative to the source, for messages. */
      readonly file: string;
      readonly sizeBytes: number;
      /** Names the content: as long as it is equal, the file is not read again. */
      readonly etag: string;
      readonly open: () => AsyncIterable<Uint8Array>;
    }
  | {
      readonly ok: false;
      /** `Missing`, or why the file is refused. */
      readonly code: string;
      readonly message: string;
    };

/** Opens a file by its path relative to the spec. */
export type ReadBeside = (relativePath: string) => Promise<BesideFile>;

/** An object of a listing. */
export interface S3Object {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** One page of a listing, in the order of S3 (UTF-8 bytes of the keys). */
export interface S3Page {
  readonly objects: readonly S3Object[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | undefined;
}

export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/**
 * What the controller needs of S3. Every method throws a WorkError (see workErrorOf): terminal when a person must act,
 * transient when the same call may work later. An aborted signal throws its reason.
 */
export interface S3Port {
  /** One page of ListObjectsV2, at most 1,000 keys. */
  list(request: {
    readonly bucket: string;
    readonly prefix: string;
    readonly from?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<S3Page>;
  /** Writes an object as a whole; the same content twice leaves one object. */
  put(
    request: S3Address & {
      readonly body: Uint8Array;
      readonly contentType: string;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<void>;
  /** The size of an object, or undefined when there is none. */
  head(
    request: S3Address & { readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly size: number } | undefined>;
  /** The bytes of an object, or undefined when there is none. */
  get(request: S3Address & { readonly signal?: AbortSignal | undefined }): Promise<Uint8Array | undefined>;
}
