import type { Finding } from '../core/finding.ts';
import type { JsonObject } from '../core/json.ts';
import type { ParsedFile } from '../document/index.ts';

/** A spec file of a source. */
export interface SourceFile {
  /** Path relative to the source, with `/`. */
  readonly file: string;
  readonly parsed: ParsedFile;
}

/** What a source held at one moment. */
export interface Snapshot {
  /** In the order of their paths. */
  readonly files: readonly SourceFile[];
  /** What was wrong with files and folders; what is wrong inside a file is among them too. */
  readonly findings: readonly Finding[];
  /** False when something could not be read: nothing that is missing may be taken for a deletion. */
  readonly complete: boolean;
  /** Another whenever a byte of a file is; a git source's commit. */
  readonly version: string;
}

/** A status to be written into the document of that kind and name, if its spec is still the one it was worked out from. */
export interface StatusEdit {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  /** `ParsedDocument.specDigest` of what was planned from. */
  readonly specDigest: string;
  readonly status: JsonObject;
}

/**
 * `conflict`: the spec changed since it was planned from: plan again. `gone`: no such file or document any more.
 * `refused`: the file is written in a way that cannot be edited safely: a person must act. `failed`: could not be written
 * now: try again later.
 */
export type WriteOutcome = 'written' | 'unchanged' | 'conflict' | 'gone' | 'refused' | 'failed';

/** What became of one edit. */
export interface WriteResult {
  readonly edit: StatusEdit;
  readonly outcome: WriteOutcome;
  /** Why, and what to do, for every outcome but `written` and `unchanged`. */
  readonly reason?: string;
}

/** How a source that keeps a history shall describe a write; a directory has no use for it. */
export interface WriteMessage {
  readonly subject: string;
  readonly body?: string;
  readonly trailers?: readonly (readonly [key: string, value: string])[];
}

/** A file beside a spec, or why it cannot be read. `etag` is another when its content is. */
export type ReadResult =
  | {
      readonly ok: true;
      /** Path relative to the source, with `/`. */
      readonly file: string;
      readonly sizeBytes: number;
      readonly etag: string;
      /** The content, read anew at every call. Throws while iterated when the file can no longer be read. */
      readonly open: () => AsyncIterable<Uint8Array>;
    }
  | {
      readonly ok: false;
      readonly code: 'Missing' | 'Outside' | 'NotAFile' | 'Unreadable';
      readonly message: string;
    };

/** A running watch. */
export interface Watch {
  close(): Promise<void>;
}

/** Whether a source that lies elsewhere can be read and written now. What is known of it, and every intent, stands meanwhile. */
export interface SourceHealth {
  readonly ok: boolean;
  /** A word for machines, such as `InStep`, `RemoteUnreachable` or `PushRefused`. */
  readonly reason: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Since when it is so, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** Where specs come from and status goes to. */
export interface Source {
  readonly kind: 'directory' | 'git';
  /** The id that the source has by its nature, 8 hex digits; a directory has none. */
  readonly id?: string;
  /** What a person gave to name it, without secrets. */
  readonly url: string;
  /** Reads everything. Rejects with a SourceError when the source as a whole is not there; never gives an empty snapshot for that. */
  load(): Promise<Snapshot>;
  /** Writes status into files, several edits of one file in one write. Never rejects for what concerns one file. */
  writeStatus(edits: readonly StatusEdit[], message?: WriteMessage): Promise<readonly WriteResult[]>;
  /** Calls `onChange` soon after something changed that this source did not write itself. */
  watch(onChange: () => void): Promise<Watch>;
  /** A file named by a spec, looked up beside that spec; never one outside of the source. Once asked for, it is watched too. */
  readBeside(file: string, relativePath: string): Promise<ReadResult>;
  /** Absent where reading and writing fail together with the machine. */
  health?(): SourceHealth;
  close(): Promise<void>;
}
