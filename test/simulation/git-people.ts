import type { ObjectId } from '../../src/source/git/repository.ts';
import { type ParsedFile, parseFile } from '../../src/document/index.ts';
import type { ModelRemote } from '../source/git/model-remote.ts';
import type { Chance } from './chance.ts';
import type { Files, Fix, GroundReach } from './source-seam.ts';
import { Violation } from './trace.ts';
import { type Spec, textOf } from './workload.ts';

/** The people of a repository: what they push, rewrite, move and take away. */
export interface People {
  readonly files: Files;
  readonly unleash: (at: Fix, reach: GroundReach) => void;
  /** What they have taken away comes back. */
  readonly calm: () => void;
  /** A commit of theirs that is no longer there, though nobody has rewritten it away. */
  readonly lost: () => Violation | undefined;
  /** Whether a commit was made by a controller. */
  readonly isOurs: (commit: ObjectId) => boolean;
}

const MAIN = 'main';
const NOTES = /^(?:# note .*\n)+/;
const MOVED = 'moved/';

export function createPeople(options: {
  readonly remote: ModelRemote;
  readonly folder: string;
  readonly statusBranch: string | undefined;
  readonly initial: ReadonlyMap<string, string>;
  /** Somebody has pushed. */
  readonly moved: () => void;
}): People {
  const { remote, folder, statusBranch } = options;
  /** Commits of people, and what they meant by the specs then. */
  const commits = new Map<ObjectId, ReadonlyMap<string, Spec>>();
  const rewritten = new Set<ObjectId>();
  /** Texts of specs, and what was meant by them. */
  const known = new Map<string, Spec>();
  let reach: GroundReach | undefined;
  /** Where main will be put back. */
  let away: ObjectId | undefined;
  let notes = 0;

  const tip = (): ObjectId => away ?? remote.branches.get(MAIN)!;
  const inFolder = (commit: ObjectId): ReadonlyMap<string, string> =>
    new Map(
      [...remote.files(commit)].flatMap(([path, text]): readonly (readonly [string, string])[] =>
        path.startsWith(folder) ? [[path.slice(folder.length), text]] : [],
      ),
    );
  let listed: { readonly commit: ObjectId; readonly files: ReadonlyMap<string, string> } | undefined;
  const contents = (): ReadonlyMap<string, string> => {
    const commit = tip();
    if (listed?.commit !== commit) listed = { commit, files: inFolder(commit) };
    return listed.files;
  };

  const push = (changes: Readonly<Record<string, string | undefined>>, message: string): void => {
    const under = Object.fromEntries(
      Object.entries(changes).map(([file, text]) => [`${folder}${file}`, text]),
    );
    put(remote.commit(under, message, tip()));
  };
  const put = (commit: ObjectId): void => {
    commits.set(commit, new Map(reach?.meant() ?? []));
    if (away === undefined) remote.branches.set(MAIN, commit);
    else away = commit;
    options.moved();
  };

  put(
    remote.commit(
      {
        'README.md': 'Specs of ours\n',
        ...Object.fromEntries([...options.initial].map(([file, text]) => [`${folder}${file}`, text])),
      },
      'First',
      undefined,
    ),
  );

  /** What somebody saves is what they mean, also when it comes late. */
  const learn = (file: string, text: string): void => {
    const name = file.replace(/^.*\/|\.yaml$/g, '');
    const meant = reach?.meant().get(name);
    if (reach === undefined || meant === undefined) return;
    known.set(textOf(meant), meant);
    const spec = known.get(bare(text));
    if (spec !== undefined && spec !== meant) reach.mean(name, spec);
  };

  const files: Files = {
    get contents() {
      return contents();
    },
    save(file, text) {
      if (text !== undefined) learn(file, text);
      push({ [file]: text }, text === undefined ? `Remove ${file}` : `Edit ${file}`);
    },
    watch: () => () => undefined,
    parsed(file): ParsedFile {
      const seen = statusBranch === undefined ? undefined : remote.branches.get(statusBranch);
      const text = (seen === undefined ? contents() : inFolder(seen)).get(file) ?? '';
      return parseFile(file, Buffer.from(text));
    },
  };

  function unleash(at: Fix, given: GroundReach): void {
    reach = given;
    commits.set(tip(), new Map(given.meant()));
    for (const spec of given.meant().values()) known.set(textOf(spec), spec);
    const { say } = given;
    at('remote down', 3, (own) => {
      trouble('down', own.whole(1, 150), given);
    });
    at('protected branch', 2, (own) => {
      trouble('protected', own.whole(1, 100), given);
    });
    at('comments', 8, (own) => {
      const file = own.one([...contents().keys()]);
      for (let i = own.whole(1, 5), later = 0; i > 0; i -= 1, later += own.whole(0, 300)) {
        given.after(later, () => {
          comment(file, given);
        });
      }
    });
    at('other files', 3, (own) => {
      say('somebody edits another file');
      put(remote.commit({ 'README.md': `${own.next()}\n` }, 'Edit README.md', tip()));
    });
    at('moved', 1, (own) => {
      move(own, given);
    });
    at('rewritten', 2, (own) => {
      rewrite(own, given);
    });
    at('branch deleted', 1, (own) => {
      if (away !== undefined) return;
      say('somebody deletes main');
      away = remote.branches.get(MAIN)!;
      remote.branches.delete(MAIN);
      given.after(own.whole(1, 60) * 1_000, comeBack);
    });
    if (statusBranch === undefined) return;
    at('on the branch of status', 2, (own) => {
      strayCommit(own, given, statusBranch);
    });
  }

  function comeBack(): void {
    if (away === undefined) return;
    remote.branches.set(MAIN, away);
    away = undefined;
    options.moved();
  }

  function trouble(kind: 'down' | 'protected', seconds: number, { say, after }: GroundReach): void {
    say(`the remote is ${kind} for ${seconds} s`);
    remote.trouble = kind;
    after(seconds * 1_000, () => {
      if (remote.trouble === kind) remote.trouble = undefined;
    });
  }

  /** Says the same in other words: the status that is on its way is right all the same. */
  function comment(file: string, { say, saved }: GroundReach): void {
    const text = contents().get(file);
    if (text === undefined) return;
    say(`somebody comments ${file}`);
    const noted = `# note ${(notes += 1)}\n${text.replace(NOTES, '')}`;
    saved(file, noted);
    push({ [file]: noted }, `Comment ${file}`);
  }

  function move(own: Chance, { say, saved, after }: GroundReach): void {
    const file = own.one([...contents().keys()]);
    const there = `${MOVED}${file}`;
    const rename = (from: string, to: string): void => {
      const text = contents().get(from);
      if (text === undefined) return;
      say(`somebody moves ${from} to ${to}`);
      // Somebody else has made it anew meanwhile.
      const taken = contents().has(to);
      saved(from, undefined);
      if (!taken) saved(to, text);
      push({ [from]: undefined, ...(taken ? {} : { [to]: text }) }, `Move ${from}`);
    };
    if (file.startsWith(MOVED)) return;
    rename(file, there);
    after(own.whole(1, 60) * 1_000, () => {
      rename(there, file);
    });
  }

  /** Takes the last commits away, ours and theirs, and puts another one in their place. */
  function rewrite(own: Chance, { say, saved, meant, mean }: GroundReach): void {
    const older: ObjectId[] = [];
    for (let at = remote.parentOf(tip()); at !== undefined && older.length < 6; at = remote.parentOf(at)) {
      if (isWhole(at)) older.push(at);
    }
    if (older.length === 0) return;
    const target = own.one(older);
    say(`somebody rewrites history back to ${target.slice(0, 8)}`);
    const [before, then] = [contents(), inFolder(target)];
    for (let at = tip(); at !== target; at = remote.parentOf(at)!) rewritten.add(at);
    const specs = meaningOf(target);
    for (const file of new Set([...before.keys(), ...then.keys()])) saved(file, then.get(file));
    for (const [name, spec] of specs) if (meant().get(name) !== spec) mean(name, spec);
    put(remote.commit({}, 'History rewritten', target));
  }

  /** Whether every file says what people meant by it then: nobody goes back to a half-written one. */
  function isWhole(commit: ObjectId): boolean {
    const specs = meaningOf(commit);
    return [...inFolder(commit)].every(([file, text]) => {
      const spec = specs.get(file.replace(/\.yaml$/, ''));
      return file === 'd.yaml' || (spec !== undefined && bare(text) === textOf(spec));
    });
  }

  function meaningOf(commit: ObjectId): ReadonlyMap<string, Spec> {
    for (let at: ObjectId | undefined = commit; at !== undefined; at = remote.parentOf(at)) {
      const found = commits.get(at);
      if (found !== undefined) return found;
    }
    return new Map();
  }

  /** A person's commit on the branch of statuses stays until that person takes it away. */
  function strayCommit(own: Chance, { say, after }: GroundReach, branch: string): void {
    const at = remote.branches.get(branch);
    if (at === undefined) return;
    say(`somebody commits to ${branch}`);
    const stray = remote.commit({ 'notes.txt': 'mine\n' }, 'Notes', at);
    remote.branches.set(branch, stray);
    commits.set(stray, new Map());
    after(own.whole(1, 90) * 1_000, () => {
      say(`somebody deletes ${branch}`);
      rewritten.add(stray);
      remote.branches.delete(branch);
    });
  }

  return {
    files,
    unleash,
    calm: comeBack,
    isOurs: (commit) => !commits.has(commit),
    lost() {
      const there = new Set<ObjectId>();
      for (const start of remote.branches.values())
        for (let at: ObjectId | undefined = start; at !== undefined; at = remote.parentOf(at)) there.add(at);
      const gone = [...commits.keys()].find((each) => !there.has(each) && !rewritten.has(each));
      return gone === undefined
        ? undefined
        : new Violation('history', `the commit ${gone} of a person is gone`);
    },
  };
}

/** The text of a spec without its status and without what people have noted above it. */
function bare(text: string): string {
  const at = text.indexOf('\nstatus:');
  return (at < 0 ? text : text.slice(0, at + 1)).replace(NOTES, '');
}
