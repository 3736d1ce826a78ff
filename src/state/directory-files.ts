import { constants, type Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stateError, systemCode } from './errors.ts';
import { isKey } from './keys.ts';
import { ownProcess, vitality } from './process.ts';
import { storeVersion } from './store.ts';

const folderMode = 0o700;
const fileMode = 0o600;
const tempPrefix = '.tmp-';

/** Older than this, by the file system's own times, a temporary file of another machine is taken for a leftover. */
const foreignTempMs = 24 * 3_600_000;

const readme = `# State of arrayjob

What arrayjob remembers of the objects of one source: one readable file per key, replaced atomically.
Look at it freely. Do not edit or delete files while arrayjob runs, and do not commit this folder.
`;

let temps = 0;

/** Makes a folder and its parents durably; gives the first one that did not exist before. */
export async function makeFolder(path: string): Promise<string | undefined> {
  const first = await mkdir(path, { recursive: true, mode: folderMode });
  if (first === undefined) return undefined;
  for (let each = path; each.length >= first.length; each = dirname(each)) await syncFolder(dirname(each));
  return first;
}

/** Writes a text durably under a temporary name in a folder; the caller renames or removes it. */
export async function writeTemp(folder: string, text: string): Promise<string> {
  const path = join(folder, `${tempPrefix}${ownProcess}.n${++temps}`);
  try {
    const file = await open(path, 'wx', fileMode);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(path);
    throw error;
  }
  return path;
}

/** Removes a file and does not mind if it cannot: the next sweep will. */
export async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(() => undefined);
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes the files that tell people and later versions what the folder is. */
export async function writeMarkers(root: string): Promise<void> {
  const texts = {
    'README.md': readme,
    // The default place is inside a source, which is often a git repository.
    '.gitignore': '*\n',
    VERSION: `${storeVersion}\n`,
  };
  for (const [name, text] of Object.entries(texts))
    await rename(await writeTemp(root, text), join(root, name));
  await syncFolder(root);
}

/** Throws a terminal `NewerStore` when the folder was laid out by a later arrayjob. */
export async function requireKnownVersion(root: string): Promise<void> {
  const text = await readFile(join(root, 'VERSION'), 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return String(storeVersion);
    throw error;
  });
  requireVersion(text, root);
}

/** Throws a terminal `NewerStore` when the text of a VERSION file names a later layout. */
export function requireVersion(text: string, where: string): void {
  // A marker that cannot be read says nothing; the records carry versions of their own.
  if (!/^\d+\s*$/.test(text) || Number(text) <= storeVersion) return;
  throw stateError(
    'NewerStore',
    'terminal',
    `the state store ${where} has layout ${text.trim()}, made by a newer arrayjob; this one knows ${storeVersion}: upgrade arrayjob or choose another --state`,
  );
}

/** So many folders are listed before their turn comes: a store has one for every object. */
const LISTED_AHEAD = 16;

type Listing = { readonly entries: readonly Dirent[] } | { readonly error: unknown };

async function listingOf(path: string): Promise<Listing> {
  try {
    return { entries: await readdir(path, { withFileTypes: true }) };
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(systemCode(error)) ? { entries: [] } : { error };
  }
}

/** The keys below a folder that begin with a prefix, in the order of the keys. Links are not followed. */
export async function* walkKeys(
  root: string,
  folder: string,
  prefix: string,
  listing: Promise<Listing> = listingOf(join(root, folder)),
): AsyncIterable<string> {
  const listed = await listing;
  if ('error' in listed) throw listed.error;
  const { entries } = listed;
  // With the slash a folder sorts where its keys belong: a-b comes before a/b.
  const names = entries
    .filter((each) => each.isFile() || each.isDirectory())
    .map((each) => `${folder}${each.name}${each.isDirectory() ? '/' : ''}`)
    .sort()
    .filter((name) =>
      name.endsWith('/')
        ? isKey(name.slice(0, -1)) && (name.startsWith(prefix) || prefix.startsWith(name))
        : isKey(name) && name.startsWith(prefix),
    );
  const ahead = new Map<string, Promise<Listing>>();
  for (const [at, name] of names.entries()) {
    if (!name.endsWith('/')) {
      yield name;
      continue;
    }
    for (const next of names.slice(at, at + LISTED_AHEAD)) {
      if (next.endsWith('/') && !ahead.has(next)) ahead.set(next, listingOf(join(root, next)));
    }
    yield* walkKeys(root, name, prefix, ahead.get(name));
    ahead.delete(name);
  }
}

/** Removes temporary files whose writers are gone. What a living one is writing stays. */
export async function sweepTemps(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.startsWith(tempPrefix)) continue;
    const path = join(entry.parentPath, entry.name);
    const writer = vitality(entry.name.slice(tempPrefix.length));
    if (writer === 'dead' || (writer === 'unknown' && (await isOld(path, root)))) await removeQuietly(path);
  }
}

async function isOld(path: string, root: string): Promise<boolean> {
  const [temp, folder] = await Promise.all([path, root].map((each) => stat(each).catch(() => undefined)));
  return temp !== undefined && folder !== undefined && folder.mtimeMs - temp.mtimeMs > foreignTempMs;
}

/** Whether a path is the folder or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !way.startsWith('/'));
}
