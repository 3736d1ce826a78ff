import { isObject } from '../../src/core/json.ts';
import { parseFile } from '../../src/document/index.ts';
import { createGitSource } from '../../src/source/git/git-source.ts';
import type { ObjectId } from '../../src/source/git/repository.ts';
import { gitSourceId, type GitSource, parseGitAddress, type StatusEdit } from '../../src/source/index.ts';
import { type CloneDisk, createCloneDisk, createModelClone } from '../source/git/model-clone.ts';
import { createModelRemote, type ModelRemote } from '../source/git/model-remote.ts';
import { createPeople } from './git-people.ts';
import type { Owner } from './scheduler.ts';
import type { Files, Ground, GroundOptions, Opener } from './source-seam.ts';
import { Violation } from './trace.ts';

export interface GitGroundOptions {
  readonly statusBranch?: string | undefined;
  /**
   * A deliberate mistake, to show that it is seen. `force`: pushes over whatever stands on the branch by then. `overwrite`: what was
   * worked out on an older commit is put upon the newer one as it is.
   */
  readonly mistake?: 'force' | 'overwrite' | undefined;
}

const ADDRESS = parseGitAddress('git+ssh://git@host/org/specs.git#main?path=jobs');
const FOLDER = 'jobs/';

/**
 * Specs in a repository: the real source over a modelled remote and modelled clones. People push between all that a controller
 * does, rewrite history and take branches away; the remote goes down, takes no pushes, and loses answers.
 */
export function gitGround(how: GitGroundOptions = {}): (options: GroundOptions) => Ground {
  return (options) => {
    const { chance } = options;
    const remote = createModelRemote();
    const hazards = {
      lost: chance.one([0, 0.05, 0.3]),
      damaged: chance.one([0, 0.3]),
      killed: chance.one([0, 0.02, 0.1]),
    };
    const clones: { readonly disk: CloneDisk; owner: Owner }[] = [];
    const opened: { readonly source: GitSource; readonly owner: Owner }[] = [];
    const flushes = { asked: 0, received: 0 };
    const hooks = chance.stream('webhook');
    const people = createPeople({
      remote,
      folder: FOLDER,
      statusBranch: how.statusBranch,
      initial: options.initial,
      moved() {
        for (const each of opened) if (!each.owner.dead && hooks.happens(0.3)) each.source.lookNow();
      },
    });
    remote.onReceive = (branch, before, after) => {
      flushes.received += 1;
      const seen = receive({ remote, people, how, options }, branch, before, after);
      if (seen !== undefined) options.violate(seen);
    };

    const diskFor = (owner: Owner): CloneDisk => {
      const left = clones.find((each) => each.owner.dead);
      if (left === undefined) {
        const disk = createCloneDisk();
        clones.push({ disk, owner });
        return disk;
      }
      left.owner = owner;
      if (chance.happens(hazards.damaged) && options.inject('damaged clone')) {
        for (const id of [...left.disk.objects.keys()]) if (chance.happens(0.3)) left.disk.objects.delete(id);
      }
      return left.disk;
    };

    const open = async ({ owner, gate, chance: own, now, after }: Opener): Promise<GitSource> => {
      // Between commit, push and fetch.
      const strike = async (label: string): Promise<void> => {
        const kind = `killed: ${label.replace(/ (?:(?:to|of) )?(?:main|\S+\/\S+)/, '')}`;
        if (own.happens(hazards.killed) && options.inject(kind)) owner.dead = true;
        await gate(label);
      };
      const isLost = (): boolean => own.happens(hazards.lost) && options.inject('lost answer');
      const repository = createModelClone(remote, diskFor(owner), strike, isLost);
      const push: typeof repository.push = async (branch, commit, expected) => {
        const there = remote.branches.get(branch);
        if (how.mistake === undefined || there === undefined || there === expected)
          return repository.push(branch, commit, expected);
        if (how.mistake === 'force') return repository.push(branch, commit, there);
        const text = Buffer.from((await repository.object(commit))!.bytes).toString('utf8');
        const upon = text.replace(/^parent .*$/m, `parent ${there}`);
        return repository.push(branch, repository.add('commit', Buffer.from(upon), 40), there);
      };
      const source = await createGitSource(
        {
          address: ADDRESS,
          repository: { ...repository, push },
          redact: (text) => text,
          release: async () => undefined,
        },
        { statusBranch: how.statusBranch, now, after, random: () => own.next() },
      );
      opened.push({ source, owner });
      return {
        ...source,
        get branch() {
          return source.branch;
        },
        writeStatus(edits, message) {
          flushes.asked += 1;
          return source.writeStatus(edits, message);
        },
      };
    };

    return {
      id: gitSourceId(ADDRESS, 'main'),
      isNatural: true,
      url: ADDRESS.url,
      files: people.files,
      open,
      unleash: people.unleash,
      calm() {
        remote.trouble = undefined;
        Object.assign(hazards, { lost: 0, damaged: 0, killed: 0 });
        people.calm();
      },
      atTheEnd() {
        if (how.statusBranch === undefined && flushes.received > flushes.asked)
          return new Violation('commits', `${flushes.received} for ${flushes.asked} flushes`);
        return people.lost() ?? inStep(remote, how.statusBranch);
      },
    };
  };
}

interface Receiving {
  readonly remote: ModelRemote;
  readonly people: { readonly files: Files; readonly isOurs: (commit: ObjectId) => boolean };
  readonly how: GitGroundOptions;
  readonly options: GroundOptions;
}

/** What must hold of every push of a controller. */
function receive(
  { remote, people, how, options }: Receiving,
  branch: string,
  before: ObjectId | undefined,
  after: ObjectId,
): Violation | undefined {
  const main = remote.branches.get('main');
  const parent = remote.parentOf(after);
  if (branch !== (how.statusBranch ?? 'main')) return new Violation('branch', `a push to ${branch}`);
  if (how.statusBranch === undefined && parent !== before)
    return new Violation('history', `${after} does not stand upon the tip of ${branch}`);
  if (how.statusBranch !== undefined && before !== undefined && parent !== before && !people.isOurs(before))
    return new Violation('history', `a person's ${before} on ${branch} is thrown away`);
  const base = how.statusBranch === undefined ? before : baseOf(remote, after);
  if (base === undefined) return new Violation('history', `${after} stands upon nothing`);
  const [old, now] = [remote.files(base), remote.files(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter(
    (each) => old.get(each) !== now.get(each),
  );
  for (const path of paths) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === undefined || is === undefined || !path.startsWith(FOLDER))
      return new Violation('bytes', `${path} is touched by ${after}`);
    if (withoutStatus(was) !== withoutStatus(is))
      return new Violation('bytes', `${path} is changed outside of its status by ${after}`);
    // On a branch of its own a status may be right for a commit of main that is not the tip any more.
    if (base !== main) continue;
    const edit = editOf(path.slice(FOLDER.length), is);
    if (edit !== undefined) options.onWrite(edit, was, is);
  }
  return undefined;
}

/** The commit of main that a commit of statuses says it stands upon. */
function baseOf(remote: ModelRemote, commit: ObjectId): ObjectId | undefined {
  const text = remote.objects.get(commit)?.bytes.toString('utf8') ?? '';
  return /^ArrayJob-Base: ([0-9a-f]+)$/m.exec(text)?.[1];
}

/** A branch of statuses stands upon main's tip when all is at rest. */
function inStep(remote: ModelRemote, statusBranch: string | undefined): Violation | undefined {
  const tip = remote.branches.get(statusBranch ?? 'main');
  if (statusBranch === undefined || tip === undefined) return undefined;
  const main = remote.branches.get('main');
  const base = baseOf(remote, tip) ?? tip;
  if (base === main) return undefined;
  return new Violation('in step', `${statusBranch} stands upon ${base}, and main is at ${main ?? 'nothing'}`);
}

function editOf(file: string, text: string): StatusEdit | undefined {
  const [document] = parseFile(file, Buffer.from(text)).documents;
  const status = document?.value['status'];
  if (document?.kind === undefined || document.name === undefined || !isObject(status)) return undefined;
  const { kind, name, specDigest } = document;
  return { file, kind, name, specDigest, status: status };
}

function withoutStatus(text: string): string {
  const at = text.indexOf('\nstatus:');
  return (at < 0 ? text : text.slice(0, at + 1)).trimEnd();
}
