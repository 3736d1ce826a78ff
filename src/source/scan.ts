import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Finding } from '../core/finding.ts';
import { systemWords } from './errors.ts';
import { statKey } from './replace-file.ts';

/** What is kept of a file's stats: the system's own record takes a kilobyte for each of thousands of files. */
export interface FileStats {
  /** One text for everything by which a change shows without reading. */
  readonly key: string;
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
}

function fileStats(stats: BigIntStats): FileStats {
  const { dev: device, ino: inode, size, mtimeMs, ctimeMs } = stats;
  return {
    key: statKey(stats),
    device,
    inode,
    size: Number(size),
    modifiedMs: Number(mtimeMs),
    changedMs: Number(ctimeMs),
  };
}

/** A spec file found below the root. */
export interface FoundFile {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** The path of its content, links resolved. */
  readonly real: string;
  readonly stats: FileStats;
  /** Further names of the same file (hard links) below the root. */
  readonly otherNames: readonly string[];
}

/** What a walk through the folders found. */
export interface Scan {
  readonly files: readonly FoundFile[];
  readonly findings: readonly Finding[];
  /** False when a folder or file could not be looked at. */
  readonly complete: boolean;
}

/** So many look-ups are under way at a time: enough to keep the system's threads busy, few enough for any limit of open files. */
const CONCURRENCY = 32;

/** Whether a name is one of a spec file: `*.yaml` or `*.yml`, and no dot file (editors' and our own temporary files are those). */
export function isSpecName(name: string): boolean {
  return !name.startsWith('.') && /\.ya?ml$/i.test(name);
}

/** A finding about a whole file or folder. */
export function fileFinding(
  code: string,
  file: string,
  message: string,
  remedy: string,
  severity: Finding['severity'] = 'error',
): Finding {
  return { code, severity, place: { file, line: 1, column: 1 }, path: '', message, remedy };
}

/**
 * Finds the spec files below a root (a real path). Folders whose names start with a dot are left out. A link is followed
 * if it stays below the root, and what can be reached in several ways is found once; one that leaves the root is a finding.
 * Rejects only when the root itself cannot be listed.
 */
export async function scan(root: string): Promise<Scan> {
  const findings: Finding[] = [];
  const found = new Map<string, FoundFile>();
  const folders = new Set<string>();
  let complete = true;

  const unreadable = (file: string, error: unknown): void => {
    complete = false;
    findings.push(
      fileFinding(
        'FileUnreadable',
        file,
        `Cannot be read: ${systemWords(error)}`,
        'Give the controller the right to read it, or move it away.',
      ),
    );
  };

  const add = (file: string, real: string, stats: BigIntStats): void => {
    if (!stats.isFile()) return;
    // Hard links too are one file: the first name stands for all.
    const key = `${stats.dev}:${stats.ino}`;
    const other = found.get(key);
    if (!other) found.set(key, { file, real, stats: fileStats(stats), otherNames: [] });
    else if (other.real === real) return;
    else if (file < other.file)
      found.set(key, { file, real, stats: fileStats(stats), otherNames: [...other.otherNames, other.real] });
    else found.set(key, { ...other, otherNames: [...other.otherNames, real] });
  };

  async function walk(dir: string, prefix: string): Promise<readonly string[]> {
    if (folders.has(dir)) return [];
    folders.add(dir);
    let entries: Dirent[];
    try {
      entries = await readdir(dir, { withFileTypes: true });
    } catch (error) {
      if (prefix === '') throw error;
      unreadable(prefix.slice(0, -1), error);
      return [];
    }
    const links: string[] = [];
    const below: Dirent[] = [];
    const files: string[] = [];
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isSymbolicLink()) links.push(prefix + entry.name);
      else if (entry.isDirectory()) below.push(entry);
      else if (entry.isFile() && isSpecName(entry.name)) files.push(entry.name);
    }
    await pooled(files, async (name) => {
      try {
        add(prefix + name, join(dir, name), await lstat(join(dir, name), { bigint: true }));
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOENT') unreadable(prefix + name, error);
      }
    });
    for (const entry of below) links.push(...(await walk(join(dir, entry.name), `${prefix}${entry.name}/`)));
    return links;
  }

  async function follow(link: string): Promise<readonly string[]> {
    let real: string;
    let stats: BigIntStats;
    try {
      real = await realpath(join(root, link));
      stats = await stat(real, { bigint: true });
    } catch (error) {
      if (isSpecName(link.slice(link.lastIndexOf('/') + 1))) {
        complete = false;
        findings.push(
          fileFinding(
            'LinkBroken',
            link,
            `The link leads nowhere: ${systemWords(error)}`,
            'Repair or remove the link.',
          ),
        );
      }
      return [];
    }
    const spec = isSpecName(link.slice(link.lastIndexOf('/') + 1));
    if (!stats.isDirectory() && !spec) return [];
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
      findings.push(
        fileFinding(
          'LinkLeavesSource',
          link,
          'The link leads out of the source and is not followed',
          'Move the target into the source, or remove the link.',
        ),
      );
      return [];
    }
    if (stats.isDirectory()) return walk(real, `${link}/`);
    if (!found.has(`${stats.dev}:${stats.ino}`)) add(link, real, stats);
    return [];
  }

  let links = await walk(root, '');
  // Links last: what lies below the root by itself goes under its own name.
  while (links.length > 0) {
    const next: string[] = [];
    for (const link of [...links].sort()) next.push(...(await follow(link)));
    links = next;
  }
  const files = [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { files, findings, complete };
}

/**
 * Looks at some files only and takes the rest from an earlier scan. Undefined when that cannot be done: whatever is not
 * simply a file below the root (links, hard links, folders, what was unreadable) takes a scan of everything.
 */
export async function rescan(
  root: string,
  before: Scan,
  some: ReadonlySet<string>,
): Promise<Scan | undefined> {
  if (!before.complete || before.findings.length > 0) return undefined;
  const files = before.files.filter((each) => !some.has(each.file));
  for (const { file, real, otherNames } of before.files) {
    if (some.has(file) && (otherNames.length > 0 || real !== join(root, file))) return undefined;
  }
  for (const file of some) {
    const real = join(root, file);
    try {
      const stats = await lstat(real, { bigint: true });
      if (!stats.isFile() || stats.nlink > 1n || (await realpath(real)) !== real) return undefined;
      files.push({ file, real, stats: fileStats(stats), otherNames: [] });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') return undefined;
    }
  }
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  return { files, findings: [], complete: true };
}

/** Does something with every item, a few at a time. */
export async function pooled<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
}
