import { relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { isSpecName } from './scan.ts';
import { systemCode } from './errors.ts';

/** Events are gathered for so long before they are looked at: an editor's save makes several. */
const GATHER_MS = 40;

/** What a watch needs and tells. */
export interface WatchOptions {
  readonly root: string;
  /** Paths (absolute) of files beside specs that are watched though they are no specs. */
  readonly beside: ReadonlySet<string>;
  /** Whether the content at a path (relative, with `/`) is other than what was last given out or written. */
  readonly isNews: (file: string) => Promise<boolean>;
  readonly onChange: () => void;
  readonly onNote: (note: string) => void;
}

/** A watch over the folders of a directory. */
export interface DirectoryWatch {
  add(path: string): void;
  close(): Promise<void>;
}

/** Starts to watch; resolves when every folder is watched. */
export async function watchDirectory(options: WatchOptions): Promise<DirectoryWatch> {
  const { root, beside } = options;
  const relativeOf = (path: string): string => relative(root, path).split(sep).join('/');
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const isClosed = (): boolean => closed;

  const look = async (): Promise<void> => {
    timer = undefined;
    const paths = [...changed];
    changed.clear();
    for (const path of paths) {
      const news = beside.has(path) || !isSpecName(path.slice(path.lastIndexOf(sep) + 1));
      const real = news || (await options.isNews(relativeOf(path)));
      if (real && !isClosed()) {
        options.onChange();
        return;
      }
    }
  };

  const watcher = watch(root, {
    ignoreInitial: true,
    // A link's target inside the source is watched where it lies; one outside is not followed.
    followSymlinks: false,
    atomic: false,
    ignored: (path, stats) => {
      const parts = relativeOf(path).split('/');
      // Kubernetes swaps the files of a mounted ConfigMap by way of a link of this name.
      if (parts.some((part) => part.startsWith('.') && part !== '..data')) return true;
      return stats?.isFile() === true && !beside.has(path) && !isSpecName(parts.at(-1) ?? '');
    },
  });
  watcher.on('all', (_event, path) => {
    changed.add(path);
    timer ??= setTimeout(() => void look(), GATHER_MS);
  });
  watcher.on('error', (error) => {
    const remedy =
      systemCode(error) === 'ENOSPC' || systemCode(error) === 'EMFILE'
        ? 'raise fs.inotify.max_user_watches; until then changes are seen at the next poll'
        : 'changes there are seen at the next poll';
    options.onNote(`Cannot watch a folder (${systemCode(error)}): ${remedy}`);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return {
    add: (path) => void watcher.add(path),
    async close() {
      closed = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
