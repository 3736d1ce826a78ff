import { execFileSync, spawn } from 'node:child_process';
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { editFor, namesOf, spec } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(() => hosting.close());

/** The private clones that stand in the cache. */
function clones(): readonly string[] {
  const cache = join(hosting.root, 'cache');
  return readdirSync(cache).flatMap((id) =>
    readdirSync(join(cache, id)).map((name) => join(cache, id, name)),
  );
}

/** What the clone has noted of the remote's HEAD: the id of a source rests on it while the remote is down. */
const notedHead = (): string => git(clones()[0]!, 'symbolic-ref', 'refs/arrayjob/head').trim();

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((each) => join(folder, each))
    .filter((each) => statSync(each).isFile());
}

/** Leaves a clone behind as a process does that was killed: with the name of an owner who is dead. */
async function crash(leave: (clone: string) => void = () => undefined): Promise<void> {
  const dead = spawn('true');
  await new Promise((done) => dead.on('exit', done));
  const source = await hosting.open();
  const [clone = ''] = clones();
  await source.writeStatus([editFor(await source.load(), 'a', { phase: 'Running' })]);
  await source.close();
  const [idle = ''] = clones();
  leave(idle);
  renameSync(idle, clone.replace(/busy-\d+-/, `busy-${dead.pid ?? 0}-`));
}

describe('the private clone', () => {
  test('is used again by the next process, and never by two at a time', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const first = await hosting.open();
    const second = await hosting.open();
    const during = clones().length;

    await first.close();
    await second.close();
    const after = clones();
    await hosting.open();

    expect([during, after.length, clones().length]).toEqual([2, 1, 1]);
    expect(statSync(clones()[0]!).ino).toBe(statSync(clones()[0]!).ino);
  });

  test('is taken from an owner who has died, and set to what the remote has', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    await crash();
    hosting.pull();
    hosting.push({ 'b.yaml': spec('b') });

    const source = await hosting.open();

    expect(clones()).toHaveLength(1);
    expect(namesOf(await source.load())).toEqual(['a', 'b']);
  });

  const damages: Readonly<Record<string, (clone: string) => void>> = {
    'killed between commit and push': (clone) => {
      const tree = git(clone, 'rev-parse', 'refs/arrayjob/tips/main^{tree}').trim();
      const commit = git(clone, 'commit-tree', '-m', 'never pushed', tree).trim();
      git(clone, 'update-ref', 'refs/arrayjob/made', commit);
    },
    'with locks that nobody holds': (clone) => {
      writeFileSync(join(clone, 'shallow.lock'), '');
      writeFileSync(join(clone, 'packed-refs.lock'), '');
      writeFileSync(join(clone, 'refs/arrayjob/tips/main.lock'), '');
    },
    'with all objects cut off': (clone) => {
      for (const each of files(join(clone, 'objects')))
        truncateSync(each, Math.floor(statSync(each).size / 2));
    },
    'with other bytes in its objects': (clone) => {
      for (const each of files(join(clone, 'objects'))) {
        const bytes = readFileSync(each);
        bytes.fill(0x55, Math.floor(bytes.length / 2));
        rmSync(each);
        writeFileSync(each, bytes);
      }
    },
    'without the folder of the specs': (clone) => {
      const tree = git(clone, 'rev-parse', 'refs/arrayjob/tips/main^{tree}').trim();
      rmSync(join(clone, 'objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    },
    'without its objects': (clone) => rmSync(join(clone, 'objects'), { recursive: true }),
    'with a settings file of nonsense': (clone) => writeFileSync(join(clone, 'config'), '[[['),
    'with nothing in it': (clone) => {
      for (const name of readdirSync(clone)) rmSync(join(clone, name), { recursive: true });
    },
    'with a ref that names nothing': (clone) => {
      rmSync(join(clone, 'packed-refs'), { force: true });
      writeFileSync(join(clone, 'refs/arrayjob/tips/main'), `${'1'.repeat(40)}\n`);
    },
  };

  test.each(Object.keys(damages))('is mended or made again when it was left %s', async (damage) => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    await crash(damages[damage]);
    const before = hosting.log();

    const source = await hosting.open();
    const snapshot = await source.load();
    const [result] = await source.writeStatus([editFor(snapshot, 'a', { phase: 'Succeeded' })]);

    expect(snapshot.files[0]?.parsed.documents[0]?.value['status']).toEqual({ phase: 'Running' });
    expect(result?.outcome).toBe('written');
    expect(hosting.log().slice(1)).toEqual(before);
    expect(notedHead()).toBe('refs/heads/main');
  });

  test('is made again when it is damaged under way', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });
    for (const each of files(join(clones()[0]!, 'objects'))) rmSync(each);
    hosting.push({ 'b.yaml': spec('b') });

    const [result] = await source.writeStatus([edit]);

    expect(result?.outcome).toBe('written');
    expect(namesOf(await source.load())).toEqual(['a', 'b']);
    expect(notedHead()).toBe('refs/heads/main');
  });

  test('runs no hook and no program that a repository or its clone names', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), '.gitattributes': '*.yaml filter=evil\n' });
    const marks = join(hosting.root, 'marks');
    const evil = `#!/bin/sh\ntouch ${marks}\n`;
    await crash((clone) => {
      execFileSync('mkdir', ['-p', join(clone, 'hooks')]);
      for (const hook of ['pre-push', 'reference-transaction', 'post-checkout', 'fsmonitor-watchman']) {
        writeFileSync(join(clone, 'hooks', hook), evil, { mode: 0o755 });
      }
      git(clone, 'config', 'filter.evil.smudge', `touch ${marks}`);
      git(clone, 'config', 'filter.evil.clean', `touch ${marks}`);
    });

    const source = await hosting.open();
    await source.writeStatus([editFor(await source.load(), 'a', { phase: 'Succeeded' })]);

    expect(hosting.remote('a.yaml')).toContain('Succeeded');
    expect(readdirSync(hosting.root)).not.toContain('marks');
  });
});
