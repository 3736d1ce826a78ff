import { stateError } from './errors.ts';
import type { Etag, StateStore } from './store.ts';

/** How the records of one kind are written, and how older ones are brought up to date. */
export interface RecordFormat<T> {
  /** The version that is written; counts from 1. */
  readonly version: number;
  /** Checks the shape of up-to-date data; throws with what is wrong. */
  readonly parse: (data: unknown) => T;
  /** For every older version that is still read: turns its data into that of the next. */
  readonly upgrades?: Readonly<Record<number, (data: unknown) => unknown>>;
}

/** What stands under a key. `corrupt` has been set aside under `setAside` (unless only looking), with a note beside it. */
export type RecordResult<T> =
  | { readonly found: false; readonly corrupt: false }
  | { readonly found: false; readonly corrupt: true; readonly reason: string; readonly setAside?: string }
  | {
      readonly found: true;
      readonly corrupt: false;
      readonly value: T;
      readonly etag: Etag;
      /** The version as stored, which is lower than the format's when the value has been upgraded. */
      readonly version: number;
      /** The token of the lease under which it was written or claimed. */
      readonly fence?: string;
    };

/** A record as a file: `version` of `data`, and the token of the lease it was written under. */
export interface RecordFile {
  readonly version: number;
  readonly fence?: string;
  readonly data: unknown;
}

/** The text of a record, for people to read. Give the lease's token as `fence` so that it stays claimed. */
export function formatRecord<T>(format: Pick<RecordFormat<T>, 'version'>, value: T, fence?: string): string {
  return formatFile({ version: format.version, ...(fence === undefined ? {} : { fence }), data: value });
}

/** The text of a record file. */
export function formatFile(file: RecordFile): string {
  const { version, fence, data } = file;
  return `${JSON.stringify({ version, fence, data }, undefined, 2)}\n`;
}

/** Reads a record file without looking at its data; undefined when it is none. */
export function parseFile(text: string): RecordFile | undefined {
  try {
    const file = JSON.parse(text) as Partial<RecordFile> | null;
    if (file === null || typeof file !== 'object' || !('data' in file)) return undefined;
    if (!Number.isSafeInteger(file.version) || file.version! < 1) return undefined;
    if (file.fence !== undefined && typeof file.fence !== 'string') return undefined;
    return file as RecordFile;
  } catch {
    return undefined;
  }
}

/**
 * Reads a record of one kind.
 *
 * A text that is no record, or one of the wrong shape, is moved to `corrupt/<key>-<n>` with `corrupt/<key>-<n>.note`
 * beside it, and reported; the caller rebuilds it. With `setAside: false` (for commands that only look) nothing is
 * written. An older version is upgraded in memory. Throws a terminal `NewerRecord` for a version this arrayjob does
 * not know: to overwrite it would destroy what the newer one needs.
 */
export async function readRecord<T>(
  store: StateStore,
  key: string,
  format: RecordFormat<T>,
  options: { readonly setAside?: boolean } = {},
): Promise<RecordResult<T>> {
  const entry = await store.get(key);
  if (entry === undefined) return { found: false, corrupt: false };

  const file = parseFile(entry.text);
  if (file !== undefined && file.version > format.version) {
    throw stateError(
      'NewerRecord',
      'terminal',
      `${key} in ${store.url} has version ${file.version}, made by a newer arrayjob; this one knows ${format.version}: upgrade arrayjob or choose another --state`,
    );
  }
  const judged = file === undefined ? { reason: 'it is not a record in JSON' } : bringUp(file, format);
  if ('value' in judged) {
    const { version, fence } = file!;
    return {
      found: true,
      corrupt: false,
      value: judged.value,
      etag: entry.etag,
      version,
      ...(fence === undefined ? {} : { fence }),
    };
  }
  if (options.setAside === false) return { found: false, corrupt: true, reason: judged.reason };
  const aside = await setAside(store, key, entry.text, judged.reason);
  // Somebody has written a better one meanwhile: that is the record now.
  if (!(await store.delete(key, entry.etag))) return readRecord(store, key, format, options);
  return { found: false, corrupt: true, reason: judged.reason, setAside: aside };
}

function bringUp<T>(
  file: RecordFile,
  format: RecordFormat<T>,
): { readonly value: T } | { readonly reason: string } {
  try {
    let data = file.data;
    for (let version = file.version; version < format.version; version++) {
      const upgrade = format.upgrades?.[version];
      if (upgrade === undefined) return { reason: `its version ${version} is not read any more` };
      data = upgrade(data);
    }
    return { value: format.parse(data) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Copies first and deletes later, so that a crash in between leaves two copies rather than none. */
async function setAside(store: StateStore, key: string, text: string, reason: string): Promise<string> {
  for (let n = 1; ; n++) {
    const aside = `corrupt/${key}-${n}`;
    const put = await store.put(aside, text, 'absent');
    if (!put.ok && (await store.get(aside))?.text !== text) continue;
    const note = `${key} was set aside because ${reason}\nIt is rebuilt from the status in the spec and from Batch. This copy is for you: look at it or delete it.\n`;
    await store.put(`${aside}.note`, note, 'any');
    return aside;
  }
}
