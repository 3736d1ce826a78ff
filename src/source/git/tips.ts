import { SourceError } from '../errors.ts';
import { type Failure, sourceErrorOf } from './failure.ts';
import type { ObjectId, Remote, Repository } from './repository.ts';
import type { GitAddress } from './url.ts';

/** Where the branches stand, as far as is known here. */
export interface Tips {
  /** The branch that specs are read from. Empty before it is known. */
  readonly branch: string;
  /** The branch that the remote's HEAD names, as far as is known. */
  readonly head: string | undefined;
  readonly main: ObjectId | undefined;
  /** With a branch of their own for statuses: its tip, if there is one. */
  readonly status: ObjectId | undefined;
  /** Takes what an earlier process has left, without asking the remote. */
  recall(): Promise<void>;
  /** One look at the remote, and a fetch only of what has moved. */
  refresh(): Promise<{ readonly ok: true } | Failure>;
  /** Fetches without looking first: somebody has just pushed. */
  catchUp(): Promise<{ readonly ok: true } | Failure>;
  /** Takes note of a push of our own. */
  pushed(branch: string, commit: ObjectId): Promise<void>;
  forget(): void;
}

/** Our note of what the remote's HEAD is. */
const HEAD = 'refs/arrayjob/head';

export function createTips(
  repository: Repository,
  address: GitAddress,
  statusBranch: string | undefined,
): Tips {
  let branch = address.branch ?? '';
  let head: string | undefined;
  let main: ObjectId | undefined;
  let status: ObjectId | undefined;

  const lost = (): boolean => main === undefined;
  const missing = (message: string): Failure => ({ ok: false, kind: 'missing', message });

  async function noteHead(remote: Remote): Promise<void> {
    // A clone that nothing has been fetched into may be a new one, without the note.
    if (remote.head === undefined || (remote.head === head && main !== undefined)) return;
    head = remote.head;
    await writeHead();
  }

  /** For a start while the remote is down: the id of the source rests on it. */
  async function writeHead(): Promise<void> {
    if (head !== undefined) await repository.local(['symbolic-ref', HEAD, `refs/heads/${head}`]);
  }

  /** Fetches anew into an empty clone when a damaged one does not take a fetch from a remote that answers. */
  async function fetch(name: string): Promise<ObjectId | Failure> {
    const first = await repository.fetch(name);
    // The first one may have made the clone again, in the format of the remote's ids.
    if (first.ok && main === undefined) await writeHead();
    if (first.ok) return first.tip;
    if (first.kind !== 'local') return first;
    await repository.wipe();
    main = status = undefined;
    await writeHead();
    const again = await repository.fetch(name);
    return again.ok ? again.tip : again;
  }

  async function refresh(): Promise<{ readonly ok: true } | Failure> {
    const wanted = [branch, statusBranch ?? ''].filter((each) => each !== '');
    const remote = await repository.look(wanted);
    if (!remote.ok) return remote;
    await noteHead(remote);
    if (branch === '') {
      if (head === undefined) {
        const why = 'the repository is empty, or its HEAD names no branch';
        return missing(`${why}: push a first commit, or add #BRANCH`);
      }
      branch = head;
      return refresh();
    }
    const there = remote.branches.get(branch);
    if (there === undefined)
      return missing(`the repository has no branch ${branch}: push it, or name another one with #BRANCH`);
    if (there !== main) {
      const fetched = await fetch(branch);
      if (typeof fetched !== 'string') return fetched;
      main = fetched;
    }
    if (statusBranch === undefined) return { ok: true };
    const statusThere = remote.branches.get(statusBranch);
    if (statusThere === undefined) {
      if (status !== undefined) await repository.setTip(statusBranch, undefined);
      status = undefined;
    } else if (statusThere !== status) {
      const fetched = await fetch(statusBranch);
      if (typeof fetched !== 'string') return fetched;
      status = fetched;
      // A wipe on the way has taken the other branch along.
      if (lost()) return refresh();
    }
    return { ok: true };
  }

  return {
    get branch() {
      return branch;
    },
    get head() {
      return head;
    },
    get main() {
      return main;
    },
    get status() {
      return status;
    },
    async recall() {
      head = await repository.local(['symbolic-ref', HEAD]).then(
        (out) => out.toString().trim().replace('refs/heads/', ''),
        () => undefined,
      );
      if (branch === '') branch = head ?? '';
      if (branch === '') return;
      main = await repository.tip(branch);
      if (statusBranch !== undefined) status = await repository.tip(statusBranch);
    },
    refresh,
    async catchUp() {
      if (statusBranch !== undefined || branch === '') return refresh();
      const fetched = await fetch(branch);
      if (typeof fetched !== 'string') return fetched;
      main = fetched;
      return { ok: true };
    },
    async pushed(name, commit) {
      await repository.setTip(name, commit);
      if (name === branch) main = commit;
      else status = commit;
    },
    forget() {
      main = status = undefined;
    },
  };
}

/** The tip that specs are read from. Throws a SourceError when nothing is known. */
export function mainOf(tips: Tips, url: string, failure: Failure | undefined): ObjectId {
  if (tips.main !== undefined) return tips.main;
  if (failure !== undefined) throw sourceErrorOf(failure, url);
  throw new SourceError(
    'SourceUnreachable',
    'transient',
    `${url} has not been fetched yet; it is tried again by itself`,
  );
}
