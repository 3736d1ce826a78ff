import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { Algorithm, Checksums } from './checksums.ts';
import { undefinedIfAbsent } from './errors.ts';
import { identityOf, isSettled, md5OfFile } from './etags.ts';
import type { Located, Store } from './store.ts';
import { bucketRecords, temporaryPath } from './store.ts';

/** What is known of an object beyond its bytes. */
export interface ObjectRecord {
  /** Without quotes: the MD5 in hex, or `<md5 of md5s>-<parts>`. */
  readonly etag: string;
  /** Content-Type and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, by lower-case name without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Checksums;
  readonly checksumType: ChecksumType;
  /** The parts of a multipart upload, in order. */
  readonly parts?: readonly PartRecord[];
}

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** One part of a completed multipart upload. */
export interface PartRecord {
  readonly number: number;
  readonly size: number;
  readonly checksums: Checksums;
}

/** The record file of a key: the object that stands and, while it is being replaced, the next. */
interface RecordFile {
  readonly key: string;
  readonly versions: Readonly<Record<string, ObjectRecord>>;
}

function recordPath(store: Store, bucket: string, key: string): string {
  const digest = createHash('sha256').update(key).digest('hex');
  return `${bucketRecords(store, bucket)}/objects/${digest.slice(0, 2)}/${digest.slice(2)}.json`;
}

async function readRecordFile(path: string): Promise<RecordFile | undefined> {
  // Files that people drop in have none, and a listing asks a thousand times a page: an answer without the thread pool.
  if (!existsSync(path)) return undefined;
  const text = await readFile(path, 'utf8').catch(undefinedIfAbsent);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as RecordFile;
  } catch {
    // A torn record costs metadata, never the object.
    return undefined;
  }
}

/** Writes JSON so that readers see the old or the new text and nothing between. */
export async function writeJson(store: Store, path: string, value: unknown): Promise<void> {
  const temporary = temporaryPath(store);
  await writeFile(temporary, JSON.stringify(value));
  try {
    await rename(temporary, path);
  } catch (error) {
    undefinedIfAbsent(error);
    await mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    await rename(temporary, path);
  }
}

/** The record written with exactly this file; undefined for a file that people put or changed themselves. */
export async function readRecord(
  store: Store,
  bucket: string,
  key: string,
  identity: string,
): Promise<ObjectRecord | undefined> {
  const file = await readRecordFile(recordPath(store, bucket, key));
  return file?.versions[identity];
}

/**
 * Writes the record of a file that is about to become the object, keeping that of the file that is it now:
 * whichever of the two a reader meets has its own. To be called under the bucket's lock.
 */
export async function writeRecord(
  store: Store,
  bucket: string,
  key: string,
  current: Located | undefined,
  identity: string,
  record: ObjectRecord,
): Promise<void> {
  const path = recordPath(store, bucket, key);
  const versions: Record<string, ObjectRecord> = { [identity]: record };
  if (current !== undefined) {
    const before = (await readRecordFile(path))?.versions[identityOf(current.stat)];
    if (before !== undefined) versions[identityOf(current.stat)] = before;
  }
  await writeJson(store, path, { key, versions } satisfies RecordFile);
  store.etags.set(identity, record.etag);
}

/** Forgets a key's record. */
export async function removeRecord(store: Store, bucket: string, key: string): Promise<void> {
  await rm(recordPath(store, bucket, key), { force: true });
}

/** The record of a file that people put there themselves. */
export function bareRecord(etag: string): ObjectRecord {
  return { etag, headers: {}, metadata: {}, checksums: {}, checksumType: 'FULL_OBJECT' };
}

/** Content this large is worth a record of its ETag, so that a restart need not read it again. */
const costlyBytes = 1_048_576n;

/** The ETag of the file at a key, without quotes: remembered, recorded, or worked out from the content. */
export async function etagOf(store: Store, bucket: string, key: string, located: Located): Promise<string> {
  const identity = identityOf(located.stat);
  const known = store.etags.get(identity);
  if (known !== undefined) return known;
  const beganMs = Date.now();
  const recorded = (await readRecord(store, bucket, key, identity))?.etag;
  const etag = recorded ?? (await md5OfFile(located.path, located.stat.size));
  if (recorded !== undefined || isSettled(located.stat, beganMs)) {
    store.etags.set(identity, etag);
    if (recorded === undefined && located.stat.size >= costlyBytes) {
      // Not awaited: the caller may hold the lock, and the record only saves work later.
      void store
        .locks(bucket, () => writeRecord(store, bucket, key, located, identity, bareRecord(etag)))
        .catch(() => undefined);
    }
  }
  return etag;
}

/** Which checksum a record holds, if any: there is at most one. */
export function checksumOf(record: ObjectRecord | undefined): readonly [Algorithm, string] | undefined {
  return (Object.entries(record?.checksums ?? {}) as [Algorithm, string][])[0];
}
