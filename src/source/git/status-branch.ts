import { type Commit, type CommitReader, withStatuses } from './files.ts';
import type { Failure } from './failure.ts';
import { readObject } from './objects.ts';
import type { ObjectId, Repository } from './repository.ts';

/** The trailer by which a commit on the branch of statuses says on which commit of main it stands, and that it is ours. */
export const BASE_TRAILER = 'ArrayJob-Base';

/** The branch of statuses as it is; `base` is unknown when somebody has brought it up to date with main. */
export interface StatusBranch {
  readonly commit: Commit;
  readonly base: ObjectId | undefined;
}

/**
 * Looks whose the tip of the branch of statuses is. A failure when it holds what would be lost: the branch is made anew
 * whenever main moves, so that a person's commit on it would be thrown away.
 */
export async function readStatusBranch(
  repository: Repository,
  reader: CommitReader,
  main: Commit,
  tip: ObjectId | undefined,
  branch: string,
): Promise<StatusBranch | undefined | Failure> {
  if (tip === undefined) return undefined;
  if (tip === main.id) return { commit: main, base: main.id };
  const base = await baseOf(repository, tip);
  if (base !== undefined) return { commit: await reader.at(tip), base };
  const strange = await strangeFile(repository, reader, main, tip);
  if (strange === undefined) return { commit: await reader.at(tip), base: undefined };
  const message = `${branch} holds a commit that is not ours (${tip.slice(0, 12)}, ${strange}): move it to a branch of its own and delete ${branch}, which is made anew`;
  return { ok: false, kind: 'refused', message };
}

async function baseOf(repository: Repository, tip: ObjectId): Promise<ObjectId | undefined> {
  const text = Buffer.from(await readObject(repository, tip, 'commit')).toString('utf8');
  return new RegExp(`^${BASE_TRAILER}: ([0-9a-f]{40,64})$`, 'm').exec(text)?.[1];
}

/** A file in which a commit differs from main by more than statuses. */
async function strangeFile(
  repository: Repository,
  reader: CommitReader,
  main: Commit,
  tip: ObjectId,
): Promise<string | undefined> {
  const listing = await repository.local([
    'diff-tree',
    '-r',
    '-z',
    '--name-only',
    '--no-renames',
    main.id,
    tip,
  ]);
  const paths = listing
    .toString('utf8')
    .split('\0')
    .filter((each) => each !== '');
  if (paths.length === 0) return undefined;
  const there = await reader.at(tip).catch(() => undefined);
  if (there === undefined) return paths[0];
  const bare = (commit: Commit, path: string): Buffer | undefined => {
    const file = [...commit.files.values()].find(
      (each) => path === each.real || path.endsWith(`/${each.real}`),
    );
    return file === undefined ? undefined : Buffer.from(withoutStatuses(file.parsed));
  };
  return paths.find((path) => {
    const [mine, theirs] = [bare(main, path), bare(there, path)];
    return mine === undefined || theirs === undefined || !mine.equals(theirs);
  });
}

function withoutStatuses(parsed: Parameters<typeof withStatuses>[0]): Uint8Array {
  const empty = new Map(
    parsed.documents.map(({ kind, name }) => [`${kind ?? ''}/${name ?? ''}`, {}] as const),
  );
  return withStatuses(parsed, empty);
}
