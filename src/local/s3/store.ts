import { randomUUID } from 'node:crypto';
import { constants, lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { s3Error, undefinedIfAbsent } from './errors.ts';
import type { Etags } from './etags.ts';
import { createEtags } from './etags.ts';
import type { Folders } from './folders.ts';
import { createFolders } from './folders.ts';
import type { Locks } from './lock.ts';
import { createLocks } from './lock.ts';
import { escapedFileNames, folderNames, plainFileName } from './names.ts';

/**
 * Where everything stands: `<root>/<bucket>/…` holds the objects and nothing else; `<root>/.meta/tmp` what is being written;
 * `<root>/.meta/buckets/<bucket>` the bucket's own record, its objects' records and its uploads. `.meta` cannot be a bucket's name.
 */
export interface Store {
  /** The real path of the root, without links, so that a path that is its own real path is below it. */
  readonly root: string;
  readonly now: () => number;
  /** Most bytes of one request's body. */
  readonly maxBodyBytes: number;
  readonly locks: Locks;
  readonly etags: Etags;
  readonly folders: Folders;
}

/** A file that is an object now. */
export interface Located {
  readonly path: string;
  readonly stat: BigIntStats;
}

/** Temporary files bear the process, so that those of a process that is gone can be told. */
const own = `${process.pid}-${Math.floor(performance.timeOrigin)}-`;

/** Opens a root, making it where it is missing, and removes what dead processes left half written. */
export async function openStore(root: string, now: () => number, maxBodyBytes: number): Promise<Store> {
  const temporary = `${root}/.meta/tmp`;
  await mkdir(temporary, { recursive: true });
  for (const name of await readdir(temporary)) {
    if (!name.startsWith(own) && !isAlive(Number(name.split('-')[0])))
      await rm(`${temporary}/${name}`, { force: true });
  }
  return {
    root: await realpath(root),
    now,
    maxBodyBytes,
    locks: createLocks(),
    etags: createEtags(),
    folders: createFolders(),
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A fresh path for a file that is not yet an object. */
export function temporaryPath(store: Store): string {
  return `${store.root}/.meta/tmp/${own}${randomUUID()}`;
}

/** Whether S3 takes a bucket's name: 3 to 63 of lower-case letters, digits, dots and hyphens, no address (S3, "Bucket naming rules"). */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  );
}

/** The folder of a bucket's objects; InvalidBucketName where no bucket can have that name. */
export function bucketFolder(store: Store, bucket: string): string {
  if (!isBucketName(bucket)) throw s3Error('InvalidBucketName', undefined, { BucketName: bucket });
  return `${store.root}/${bucket}`;
}

/** The folder of what is known about a bucket and its objects. */
export function bucketRecords(store: Store, bucket: string): string {
  return `${store.root}/.meta/buckets/${bucket}`;
}

/** Gives the folder of a bucket that exists; a link is not a bucket. Throws NoSuchBucket. */
export async function requireBucket(store: Store, bucket: string): Promise<string> {
  const folder = bucketFolder(store, bucket);
  const stat = await lstat(folder).catch(undefinedIfAbsent);
  if (stat?.isDirectory() !== true) throw s3Error('NoSuchBucket', undefined, { BucketName: bucket });
  return folder;
}

function segments(key: string): { readonly folders: readonly string[]; readonly last: string } {
  const all = key.split('/');
  return { folders: all.slice(0, -1), last: all[all.length - 1] ?? '' };
}

/** The folder that keys beginning with a prefix of whole segments (empty, or ending in a slash) stand in. */
export function folderPath(bucketPath: string, prefix: string): string {
  return [bucketPath, ...segments(prefix).folders.flatMap(folderNames)].join('/');
}

/** The paths at which a key's file may stand, the one that wins first. */
function candidates(folder: string, last: string): readonly string[] {
  const plain = plainFileName(last);
  const escaped = [folder, ...escapedFileNames(last)].join('/');
  return plain === undefined ? [escaped] : [`${folder}/${plain}`, escaped];
}

/** Whether a folder exists and no part of its path is a link. */
export async function isRealFolder(path: string): Promise<boolean> {
  if ((await realpath(path).catch(undefinedIfAbsent)) !== path) return false;
  return (await lstat(path).catch(undefinedIfAbsent))?.isDirectory() === true;
}

/** Not through the thread pool, which would cost many times as much: a listing asks a thousand times a page. */
function lookAt(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    undefinedIfAbsent(error);
    return;
  }
}

/**
 * Finds the file of a key. Links are never followed.
 * @param known folders found real before, to ask once per listing
 */
export async function locate(
  bucketPath: string,
  key: string,
  known?: Set<string>,
): Promise<Located | undefined> {
  const { folders, last } = segments(key);
  const folder = [bucketPath, ...folders.flatMap(folderNames)].join('/');
  if (known?.has(folder) !== true) {
    if (!(await isRealFolder(folder))) return undefined;
    known?.add(folder);
  }
  for (const path of candidates(folder, last)) {
    const stat = lookAt(path);
    if (stat?.isFile() === true) return { path, stat };
  }
  return undefined;
}

/** Opens the file of a key for reading; the caller closes it. */
export async function openObject(
  bucketPath: string,
  key: string,
): Promise<(Located & { readonly handle: FileHandle }) | undefined> {
  const { folders, last } = segments(key);
  const folder = [bucketPath, ...folders.flatMap(folderNames)].join('/');
  if (!(await isRealFolder(folder))) return undefined;
  for (const path of candidates(folder, last)) {
    // Not blocking, so that a named pipe that somebody dropped in cannot hold the request.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(path, flags).catch(undefinedIfAbsent);
    if (handle === undefined) continue;
    const stat = await handle.stat({ bigint: true });
    if (stat.isFile()) return { path, stat, handle };
    await handle.close();
  }
  return undefined;
}

/** Makes one folder, or accepts it; a link or anything else in its place is refused. */
async function makeFolder(path: string): Promise<void> {
  const stat = await lstat(path).catch(undefinedIfAbsent);
  if (stat?.isDirectory() === true) return;
  if (stat !== undefined)
    throw s3Error('AccessDenied', 'A link or a special file stands where the key needs a folder.');
  await mkdir(path);
}

async function makeFolders(folder: string, names: readonly string[]): Promise<string> {
  let path = folder;
  for (const name of names) {
    path = `${path}/${name}`;
    await makeFolder(path);
  }
  return path;
}

/** Makes the folders of a key; an object in the way moves to its escaped name, at which it is the same object. */
async function makeKeyFolders(bucketPath: string, folders: readonly string[]): Promise<string> {
  const whole = [bucketPath, ...folders.flatMap(folderNames)].join('/');
  if (await isRealFolder(whole).catch(() => false)) return whole;
  let path = bucketPath;
  for (const segment of folders) {
    const plain = plainFileName(segment);
    if (plain !== undefined) {
      const stat = await lstat(`${path}/${plain}`).catch(undefinedIfAbsent);
      if (stat?.isFile() === true) {
        const names = escapedFileNames(segment);
        const holder = await makeFolders(path, names.slice(0, -1));
        await rename(`${path}/${plain}`, `${holder}/${names[names.length - 1] ?? ''}`);
      }
    }
    path = await makeFolders(path, folderNames(segment));
  }
  return path;
}

/** Moves a finished file to where its key's object stands, in one step for every reader. To be called under the bucket's lock. */
export async function placeFile(bucketPath: string, key: string, temporary: string): Promise<void> {
  const { folders, last } = segments(key);
  const folder = await makeKeyFolders(bucketPath, folders);
  const plain = plainFileName(last);
  const names = escapedFileNames(last);
  const escaped = [folder, ...names].join('/');
  if (plain !== undefined) {
    const stat = await lstat(`${folder}/${plain}`).catch(undefinedIfAbsent);
    if (stat?.isDirectory() !== true) {
      await rename(temporary, `${folder}/${plain}`);
      await unlink(escaped).catch(undefinedIfAbsent);
      return;
    }
  }
  await makeFolders(folder, names.slice(0, -1));
  await rename(temporary, escaped);
}

/** Removes a key's file and the folders that it leaves empty. To be called under the bucket's lock. */
export async function removeFile(bucketPath: string, key: string): Promise<void> {
  const { folders, last } = segments(key);
  const folder = [bucketPath, ...folders.flatMap(folderNames)].join('/');
  if (!(await isRealFolder(folder))) return;
  for (const path of candidates(folder, last)) {
    const stat = await lstat(path).catch(undefinedIfAbsent);
    if (stat?.isFile() !== true) continue;
    await unlink(path);
    await removeEmptyFolders(path, bucketPath);
  }
}

async function removeEmptyFolders(path: string, upTo: string): Promise<void> {
  for (;;) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent.length <= upTo.length) return;
    try {
      await rmdir(parent);
    } catch {
      return;
    }
    path = parent;
  }
}
