import { createHash } from 'node:crypto';
import { closeSync, open, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Finding } from '../core/finding.ts';
import { MAX_FILE_BYTES, parseFile } from '../document/index.ts';
import type { ParsedFile } from '../document/index.ts';
import { systemCode, systemWords } from './errors.ts';
import { fileFinding, pooled, rescan, scan } from './scan.ts';
import type { FoundFile, Scan } from './scan.ts';
import type { Snapshot } from './source.ts';

/**
 * A file that was read so shortly after its last change that a further change may carry the same time stamps (clocks of file
 * systems tick in milliseconds, some in seconds) is read once more by the next pass.
 */
const RACY_MS = 1000;

/** A file that never comes to rest is taken as it is after so many times the stable time. */
const PATIENCE = 10;

/** What is known of one file. */
interface Entry {
  found: FoundFile;
  key: string;
  digest: string;
  parsed: ParsedFile;
  racy: boolean;
  missingSinceMs?: number;
}

/** One reading of all files. */
export interface Reading {
  readonly snapshot: Snapshot;
  /** Whether a file is held back because it may be half-written: read again after the stable time. */
  readonly held: boolean;
}

/** What a watch knows of the changes since the last reading. */
export interface Hint {
  /** The only files that may have changed; absent when nobody knows. */
  readonly changed?: ReadonlySet<string>;
  /** Whether a new file came as a whole, by a rename. */
  readonly isWhole: (file: string) => Promise<boolean>;
}

/** The files of a directory as they were last read. */
export interface DirectoryFiles {
  /** Reads what changed. With `patient` false, files that are still being written are taken as they are. */
  read(patient: boolean, watched: boolean, hint?: Hint): Promise<Reading>;
  /** The digest of the content that was last given out or written; undefined for a file that is not known. */
  digestOf(file: string): string | undefined;
  /** Every path of files that are known. */
  found(file: string): FoundFile | undefined;
  /** Takes note of content that this process wrote in place of content with the digest `before`. */
  wrote(file: string, before: string, bytes: Uint8Array): void;
}

/** The digest by which contents are told apart. */
export function contentDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps the files of a directory (a real path) parsed, so that a pass over unchanged ones costs no more than looking at their stats. */
export function directoryFiles(root: string, stableMs: number, now: () => number): DirectoryFiles {
  const entries = new Map<string, Entry>();
  const restless = new Map<string, number>();
  let last: Scan | undefined;

  /** Looks at the files that a watch has named, and takes all others as they were last seen. */
  async function scanAgain(hint: Hint | undefined): Promise<Scan> {
    const unsure = [...entries].flatMap(([file, { racy, missingSinceMs }]) =>
      racy || missingSinceMs !== undefined ? [file] : [],
    );
    const some =
      hint?.changed === undefined ? undefined : new Set([...hint.changed, ...unsure, ...restless.keys()]);
    const again = last === undefined || some === undefined ? undefined : await rescan(root, last, some);
    last = again ?? (await scan(root));
    return last;
  }

  /** Whether a changed file may still be in the middle of being written. */
  function unsettled(
    found: FoundFile,
    entry: Entry | undefined,
    parsed: ParsedFile,
    watched: boolean,
  ): boolean {
    const young = now() - found.stats.changedMs < stableMs;
    const since = restless.get(found.file) ?? now();
    restless.set(found.file, since);
    if (!young || now() - since >= PATIENCE * stableMs) return false;
    if (!entry) return parsed.broken || watched;
    const inPlace = entry.found.stats.inode === found.stats.inode;
    const worse = parsed.broken || parsed.documents.length < entry.parsed.documents.length;
    return inPlace || worse;
  }

  async function readFile(found: FoundFile, patient: boolean, watched: boolean): Promise<'held' | Entry> {
    const entry = entries.get(found.file);
    const { key } = found.stats;
    if (entry) delete entry.missingSinceMs;
    if (entry?.key === key && !entry.racy) return Object.assign(entry, { found });
    const bytes = await content(found);
    const digest = bytes ? contentDigest(bytes) : `size:${found.stats.size}`;
    const racy = now() - found.stats.modifiedMs < RACY_MS || now() - found.stats.changedMs < RACY_MS;
    if (entry?.digest === digest) {
      restless.delete(found.file);
      return Object.assign(entry, { found, key, racy });
    }
    const parsed = bytes ? parseFile(found.file, bytes) : tooLarge(found);
    if (patient && unsettled(found, entry, parsed, watched)) return 'held';
    restless.delete(found.file);
    return { found, key, digest, parsed, racy };
  }

  /** Whether a file that is no longer there may only be on its way to be replaced, as some editors do it. */
  function onItsWay(entry: Entry, others: readonly Entry[]): boolean {
    entry.missingSinceMs ??= now();
    if (now() - entry.missingSinceMs >= stableMs) return false;
    const names = new Set(entry.parsed.documents.map(nameOf));
    return (
      names.size > 0 && !others.some((each) => each.parsed.documents.some((one) => names.has(nameOf(one))))
    );
  }

  async function read(patient: boolean, watched: boolean, hint?: Hint): Promise<Reading> {
    const scanned = await scanAgain(hint);
    const findings: Finding[] = [...scanned.findings];
    let complete = scanned.complete;
    let held = false;
    const present = new Set<string>();
    const shown: Entry[] = [];
    // What was not even looked at again needs no turn of its own: a source may hold ten thousand files.
    const seen: FoundFile[] = [];
    for (const found of scanned.files) {
      const entry = entries.get(found.file);
      present.add(found.file);
      if (entry !== undefined && entry.found === found && isCertain(entry)) shown.push(entry);
      else seen.push(found);
    }
    await pooled(seen, async (found) => {
      try {
        let result = await readFile(found, patient, watched);
        const isNew = result === 'held' && !entries.has(found.file);
        // Moved into its place, it is as complete as whoever made it wanted it to be.
        if (isNew && (await hint?.isWhole(found.file)) === true)
          result = await readFile(found, false, watched);
        if (result === 'held') {
          held = true;
          const entry = entries.get(found.file);
          if (entry) shown.push(entry);
          else complete = false;
        } else {
          entries.set(found.file, result);
          shown.push(result);
        }
      } catch (error) {
        if (systemCode(error) === 'ENOENT') {
          present.delete(found.file);
          return;
        }
        complete = false;
        const remedy = 'Give the controller the right to read it, or move it away.';
        findings.push(
          fileFinding('FileUnreadable', found.file, `Cannot be read: ${systemWords(error)}`, remedy),
        );
      }
    });
    for (const [file, entry] of entries) {
      if (present.has(file)) continue;
      if (patient && onItsWay(entry, shown)) {
        held = true;
        shown.push(entry);
      } else {
        entries.delete(file);
        restless.delete(file);
      }
    }
    shown.sort((a, b) => (a.found.file < b.found.file ? -1 : 1));
    const version = createHash('sha256').update(
      shown.map((entry) => `${entry.found.file}\0${entry.digest}\n`).join(''),
    );
    for (const entry of shown) {
      findings.push(...entry.parsed.findings);
      if (entry.parsed.broken) complete = false;
    }
    const files = shown.map((entry) => ({ file: entry.found.file, parsed: entry.parsed }));
    return { snapshot: { files, findings, complete, version: version.digest('hex') }, held };
  }

  return {
    read,
    digestOf: (file) => entries.get(file)?.digest,
    found: (file) => entries.get(file)?.found,
    wrote(file, before, bytes) {
      const entry = entries.get(file);
      // What a person changed beside the status just now has not been given out yet: the watch must still tell it.
      if (entry?.digest !== before) return;
      Object.assign(entry, { key: '', digest: contentDigest(bytes), parsed: parseFile(file, bytes) });
    },
  };
}

/** Whether what is known of a file needs no second look as long as nobody names it. */
function isCertain({ key, racy, missingSinceMs }: Entry): boolean {
  return key !== '' && !racy && missingSinceMs === undefined;
}

function nameOf(document: { readonly kind: string | undefined; readonly name: string | undefined }): string {
  return `${document.kind ?? ''}/${document.name ?? ''}`;
}

/** The bytes of a file; undefined for one that is too large to be read. */
async function content(found: FoundFile): Promise<Uint8Array | undefined> {
  if (found.stats.size > MAX_FILE_BYTES) return undefined;
  // What is open is read at once: each step that is left to the thread pool takes many times as long as the step.
  const file = await promisify(open)(found.real, 'r');
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function tooLarge(found: FoundFile): ParsedFile {
  const message = `The file has ${found.stats.size} bytes; at most ${MAX_FILE_BYTES} are read`;
  const remedy = 'Split it into several files, or keep long lists of items in a work.file.';
  return {
    file: found.file,
    bytes: new Uint8Array(),
    documents: [],
    findings: [fileFinding('FileTooLarge', found.file, message, remedy)],
    broken: true,
  };
}
