import { basename, join, relative, sep } from 'node:path';
import { systemCode } from './errors.ts';
import { type FolderListener, watchFolders } from './folder-watch.ts';
import { isSpecName } from './scan.ts';

/** Events are gathered for so long before they are looked at: an editor's save makes several. */
const GATHER_MS = 20;

/** What happened to a path is remembered for so long: longer than a file takes to come to rest. */
const REMEMBERED_MS = 2_000;

/** Kubernetes swaps the files of a mounted ConfigMap by way of a link of this name. */
const SWAPPED = '..data';

/** What a watch needs and tells. */
export interface WatchOptions {
  readonly root: string;
  /** Paths (absolute) of files beside specs that are watched though they are no specs. */
  readonly beside: ReadonlySet<string>;
  /** Whether the content at a path (relative, with `/`) is other than what was last given out or written. */
  readonly isNews: (file: string) => Promise<boolean>;
  /** The files (relative) that may be other than before; undefined when it may be anything. */
  readonly onChange: (files: ReadonlySet<string> | undefined) => void;
  readonly onNote: (note: string) => void;
}

/** A watch over the folders of a directory. */
export interface DirectoryWatch {
  /**
   * Whether a file (relative) has lately come into its place by a rename and was not written to since: only Linux tells
   * the two apart, and a file whose making was not seen is never whole.
   */
  isWhole(file: string): Promise<boolean>;
  add(path: string): void;
  close(): Promise<void>;
}

/** Starts to watch; resolves when every folder is watched. */
export async function watchDirectory(options: WatchOptions): Promise<DirectoryWatch> {
  const { root, beside } = options;
  const relativeOf = (path: string): string => relative(root, path).split(sep).join('/');
  /** Paths; an empty one stands for anything. */
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const isClosed = (): boolean => closed;

  /** By path, when it last appeared or went, and when it was last written to. */
  const moves = new Map<string, { movedAt?: number; writtenAt?: number }>();

  const remember = (path: string, what: 'movedAt' | 'writtenAt'): void => {
    const now = performance.now();
    for (const [oldest, { movedAt = 0, writtenAt = 0 }] of moves) {
      if (now - Math.max(movedAt, writtenAt) < REMEMBERED_MS) break;
      moves.delete(oldest);
    }
    const move = { ...moves.get(path), [what]: now };
    moves.delete(path);
    moves.set(path, move);
  };

  const look = async (): Promise<void> => {
    timer = undefined;
    const paths = [...changed];
    changed.clear();
    const files = new Set<string>();
    for (const path of paths) {
      if (beside.has(path) || !isSpecName(path.slice(path.lastIndexOf(sep) + 1))) {
        if (!isClosed()) options.onChange(undefined);
        return;
      }
      if (await options.isNews(relativeOf(path))) files.add(relativeOf(path));
    }
    if (files.size > 0 && !isClosed()) options.onChange(files);
  };

  const heard = (path: string): void => {
    changed.add(path);
    timer ??= setTimeout(() => void look(), GATHER_MS);
  };
  const onError = (error: unknown): void => {
    const remedy =
      systemCode(error) === 'ENOSPC' || systemCode(error) === 'EMFILE'
        ? 'raise fs.inotify.max_user_watches; until then changes are seen at the next poll'
        : 'changes there are seen at the next poll';
    options.onNote(`Cannot watch a folder (${systemCode(error)}): ${remedy}`);
  };
  const watcher =
    process.platform === 'linux'
      ? await watchOnLinux(root, {
          onEntry(path, what) {
            const name = basename(path);
            if (name.startsWith('.') && name !== SWAPPED) return;
            remember(path, what === 'moved' ? 'movedAt' : 'writtenAt');
            if (name === SWAPPED || isSpecName(name) || beside.has(path)) heard(path);
          },
          onFolder: () => heard(''),
          onError,
        })
      : await watchEverything(root, beside, heard, onError);
  return {
    async isWhole(file) {
      // What the system has to say of writes up to now is heard within a turn or two of the event loop.
      for (let turn = 0; turn < 3; turn++) await new Promise((done) => setImmediate(done));
      const move = moves.get(join(root, file));
      if (move?.movedAt === undefined || performance.now() - move.movedAt > REMEMBERED_MS) return false;
      return move.writtenAt === undefined;
    },
    add: (path) => watcher.add(path),
    async close() {
      closed = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

interface Watcher {
  add(path: string): void;
  close(): void | Promise<void>;
}

/** The folders are watched; whatever is read beside a spec lies in one of them. */
async function watchOnLinux(root: string, listener: FolderListener): Promise<Watcher> {
  const folders = await watchFolders(root, listener);
  return { add: () => undefined, close: () => folders.close() };
}

/** A watch of every folder and file, on systems where a folder's watch says nothing of writes to its files. */
async function watchEverything(
  root: string,
  beside: ReadonlySet<string>,
  onPath: (path: string) => void,
  onError: (error: unknown) => void,
): Promise<Watcher> {
  const { watch } = await import('chokidar');
  const watcher = watch(root, {
    ignoreInitial: true,
    // A link's target inside the source is watched where it lies; one outside is not followed.
    followSymlinks: false,
    atomic: false,
    ignored: (path, stats) => {
      const parts = relative(root, path).split(sep);
      if (parts.some((part) => part.startsWith('.') && part !== SWAPPED)) return true;
      return stats?.isFile() === true && !beside.has(path) && !isSpecName(parts.at(-1) ?? '');
    },
  });
  watcher.on('all', (_event, path) => onPath(path));
  watcher.on('error', onError);
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return { add: (path) => void watcher.add(path), close: () => watcher.close() };
}
