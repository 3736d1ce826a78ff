import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCommit } from '../../../src/source/git/commit.ts';
import { credentialsFor } from '../../../src/source/git/credentials.ts';
import { createGit } from '../../../src/source/git/process.ts';
import { type ObjectId, openRepository, type Repository } from '../../../src/source/git/repository.ts';
import { parseGitAddress } from '../../../src/source/index.ts';
import { type Hosting, openHosting } from './hosting.ts';
import { type GitServer, serveGit } from './http-backend.ts';
import { createCloneDisk, createModelClone } from './model-clone.ts';
import { createModelRemote } from './model-remote.ts';

const FILES = { 'README.md': 'x\n', 'jobs/a.yaml': 'kind: A\n', 'jobs/sub/b.yaml': 'kind: B\n' };

/** What can be done to a remote from outside, real or modelled. */
interface Outside {
  /** A person pushes a change of one file. */
  person(): void;
  trouble(kind: 'down' | 'protected' | undefined): void;
  loseNextAnswer(): void;
}

let hosting: Hosting;
let server: GitServer;

beforeEach(async () => {
  hosting = openHosting(FILES);
  server = await serveGit(hosting.root);
});

afterEach(async () => {
  await server.close();
  await hosting.close();
});

test('the modelled remote and clone of the simulation answer as git does', async () => {
  const real = await conversation(await openReal(), realOutside());
  const model = await conversation(...openModel());

  expect(model).toEqual(real);
  expect(real).toContain('overtaken: stale');
});

async function openReal(): Promise<Repository> {
  const address = parseGitAddress(`${server.url}/repo.git`);
  const git = createGit(address, credentialsFor(address, {}));
  const folder = join(hosting.root, 'private');
  mkdirSync(folder);
  return openRepository(folder, git, address);
}

function realOutside(): Outside {
  const hook = join(hosting.bare, 'hooks', 'pre-receive');
  return {
    person() {
      hosting.pull();
      hosting.push({ 'README.md': `${Math.random()}\n` });
    },
    trouble(kind) {
      server.trouble = kind === 'down' ? 'down' : undefined;
      if (kind === 'protected')
        writeFileSync(hook, '#!/bin/sh\necho "protected branch" >&2; exit 1\n', { mode: 0o755 });
      else rmSync(hook, { force: true });
    },
    loseNextAnswer() {
      server.trouble = 'drop-after-push';
    },
  };
}

function openModel(): [Repository, Outside] {
  const remote = createModelRemote();
  let isLost = false;
  remote.branches.set('main', remote.commit(FILES, 'First', undefined));
  const clone = createModelClone(
    remote,
    createCloneDisk(),
    () => Promise.resolve(),
    () => isLost,
  );
  const person = (): void => {
    const commit = remote.commit({ 'README.md': `${Math.random()}\n` }, 'More', remote.branches.get('main'));
    remote.branches.set('main', commit);
  };
  const trouble: Outside['trouble'] = (kind) => {
    remote.trouble = kind;
    isLost = false;
  };
  return [clone, { person, trouble, loseNextAnswer: () => void (isLost = true) }];
}

/** Everything that a source says to its clone, and the answers in words without ids. */
async function conversation(clone: Repository, outside: Outside): Promise<readonly string[]> {
  const said: string[] = [];
  const say = (what: string, answer: object | string | undefined): void => {
    if (answer === undefined || typeof answer === 'string') said.push(`${what}: ${answer ?? 'nothing'}`);
    else {
      const { ok, kind, unknown } = answer as { ok: boolean; kind?: string; unknown?: boolean };
      said.push(`${what}: ${ok ? 'ok' : (kind ?? '')}${unknown === true ? ', unknown' : ''}`);
    }
  };
  const typeOf = async (name: string): Promise<string | undefined> => (await clone.head(name))?.type;
  const fetched = async (branch: string): Promise<ObjectId> => {
    const answer = await clone.fetch(branch);
    say(`fetch ${branch}`, answer);
    return answer.ok ? answer.tip : '';
  };
  const commitUpon = (parent: ObjectId, text: string): Promise<ObjectId> => {
    const who = { name: 'arrayjob', mail: 'arrayjob@localhost' };
    const changes = new Map([['jobs/sub/b.yaml', Buffer.from(text)]]);
    const signature = { author: who, committer: who, sign: false };
    return makeCommit(clone, { parent, changes, message: 'status', signature, nowMs: 0 });
  };
  const remoteTip = async (branch: string): Promise<ObjectId | undefined> => {
    const answer = await clone.look([branch]);
    return answer.ok ? answer.branches.get(branch) : undefined;
  };

  say('the first tip', await clone.tip('main'));
  const first = await clone.look(['main', 'nope']);
  say('look', first);
  if (first.ok) said.push(`head ${first.head ?? ''}, branches ${[...first.branches.keys()].join()}`);
  outside.person();
  const tip = await fetched('main');
  say('the tip is noted', (await clone.tip('main')) === tip ? 'yes' : 'no');
  for (const name of ['', '^{tree}', ':jobs', ':jobs/sub/b.yaml', ':nope', ':README.md/x'])
    say(`type of TIP${name}`, await typeOf(tip + name));
  say('nobody', await typeOf('0'.repeat(40)));
  const text = Buffer.from((await clone.object(tip))?.bytes ?? []).toString('utf8');
  say('its parent is not brought', await typeOf(/^parent (\w+)/m.exec(text)?.[1] ?? ''));
  say('content', Buffer.from((await clone.object(`${tip}:jobs/a.yaml`))?.bytes ?? []).toString('utf8'));

  const ours = await commitUpon(tip, 'kind: B\nstatus: {}\n');
  say('push', await clone.push('main', ours, tip));
  say('it is there', (await remoteTip('main')) === ours ? 'yes' : 'no');
  await clone.setTip('main', ours);
  const paths = await clone.local(['diff-tree', '-r', '-z', '--name-only', '--no-renames', tip, ours]);
  say('differing', paths.toString('utf8').replaceAll('\0', ' '));
  outside.person();
  const late = await commitUpon(ours, 'kind: B\nstatus: { a: 1 }\n');
  say('overtaken', await clone.push('main', late, ours));
  say('a new branch', await clone.push('status', ours, undefined));
  say('that is there already', await clone.push('status', late, undefined));
  say('in place of the known', await clone.push('status', late, ours));

  const now = await fetched('main');
  const next = await commitUpon(now, 'kind: B\nstatus: { a: 2 }\n');
  outside.trouble('protected');
  say('protected', await clone.push('main', next, now));
  say('looking is allowed', await clone.look(['main']));
  outside.trouble('down');
  say('looking while down', await clone.look(['main']));
  say('fetching while down', await clone.fetch('main'));
  say('pushing while down', await clone.push('main', next, now));
  outside.trouble(undefined);
  outside.loseNextAnswer();
  say('a lost answer', await clone.push('main', next, now));
  outside.trouble(undefined);
  say('it has arrived', (await remoteTip('main')) === next ? 'yes' : 'no');

  say('no such branch', await clone.fetch('nope'));
  await clone.local(['symbolic-ref', 'refs/arrayjob/head', 'refs/heads/main']);
  say('head', (await clone.local(['symbolic-ref', 'refs/arrayjob/head'])).toString().trim());
  await clone.setTip('main', undefined);
  say('no tip', await clone.tip('main'));
  await clone.wipe();
  say('wiped', await typeOf(next));
  clone.close();
  return said;
}
