import { afterEach, describe, expect, test } from 'vitest';
import type { GitSource, StatusPush } from '../../../src/source/index.ts';
import { editFor, spec, until } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(() => hosting.close());

const BRANCH = 'arrayjob/status';
const status = (phase: string): string => `status:\n  phase: ${phase}\n`;

async function opened(pushes: StatusPush[] = []): Promise<GitSource> {
  return hosting.open({ statusBranch: BRANCH, onPushed: (each) => void pushes.push(each), intervalMs: 20 });
}

async function write(source: GitSource, name: string, phase: string): Promise<string | undefined> {
  const [result] = await source.writeStatus([editFor(await source.load(), name, { phase })]);
  return result?.outcome;
}

/** The files in which two commits differ. */
const differ = (a: string, b: string): string => git(hosting.bare, 'diff', '--name-only', a, b).trim();
const parentOf = (commit: string): string => git(hosting.bare, 'rev-parse', `${commit}~1`).trim();

describe('a branch for statuses', () => {
  test('is the tip of main plus status, and main is left alone', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const pushes: StatusPush[] = [];
    const source = await opened(pushes);
    const main = hosting.log();

    const outcomes = [await write(source, 'a', 'Running'), await write(source, 'a', 'Succeeded')];
    const unchanged = await write(source, 'a', 'Succeeded');

    expect([...outcomes, unchanged]).toEqual(['written', 'written', 'unchanged']);
    expect(hosting.log()).toEqual(main);
    expect(hosting.log(BRANCH).slice(2)).toEqual(main);
    expect(hosting.remote('a.yaml', BRANCH)).toBe(spec('a', status('Succeeded')));
    expect(pushes).toMatchObject([
      { branch: BRANCH, base: { branch: 'main', commit: main[0] }, changes: [{ name: 'a' }] },
      { branch: BRANCH, commit: hosting.log(BRANCH)[0], changes: [{ before: { phase: 'Running' } }] },
    ]);
  });

  test('gives its statuses back to a controller that starts anew', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    await write(await opened(), 'a', 'Running');

    const snapshot = await (await opened()).load();

    expect(snapshot.files[0]?.parsed.documents[0]?.value['status']).toEqual({ phase: 'Running' });
    expect(snapshot.version).toBe(hosting.log()[0]);
  });

  test('begins anew upon main when main moves, with all statuses, by itself', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    await write(await opened(), 'a', 'Running');
    // Another process than the one that has written.
    const source = await opened();
    await source.watch(() => undefined);

    const tip = hosting.push({ 'b.yaml': spec('b', '  parallelism: 2\n') });
    await until('it stands upon main', () => parentOf(BRANCH) === tip);

    expect(differ('main', BRANCH)).toBe('a.yaml');
    expect(hosting.remote('a.yaml', BRANCH)).toBe(spec('a', status('Running')));
    expect(git(hosting.bare, 'log', '-1', '--format=%s', BRANCH).trim()).toBe(
      `status: carried to ${tip.slice(0, 12)}`,
    );
  });

  test.each(['--no-ff', '--squash'])(
    'is harmless to merge (%s), and goes on when there is news',
    async (how) => {
      hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
      const source = await opened();
      await write(source, 'a', 'Running');
      await source.watch(() => undefined);
      git(hosting.clone, 'fetch', '--quiet');
      git(hosting.clone, 'merge', '--quiet', how, `origin/${BRANCH}`);
      const merged = hosting.push({});
      git(hosting.bare, 'branch', '--quiet', '-D', BRANCH);
      await until('main was seen', async () => (await source.load()).version === merged);

      const same = await write(source, 'a', 'Running');
      const gone = hosting.remote('a.yaml', BRANCH);
      const news = await write(source, 'a', 'Succeeded');

      expect([same, gone, news]).toEqual(['unchanged', undefined, 'written']);
      expect(parentOf(BRANCH)).toBe(merged);
      expect(differ('main', BRANCH)).toBe('a.yaml');
    },
  );

  test('is made anew with all statuses when a person deletes it without having merged it', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const source = await opened();
    await write(source, 'a', 'Running');
    await write(source, 'b', 'Running');
    let told = 0;
    await source.watch(() => told++);

    git(hosting.bare, 'branch', '--quiet', '-D', BRANCH);
    await until('it is told', () => told > 0);
    const snapshot = await source.load();
    await source.writeStatus(['a', 'b'].map((name) => editFor(snapshot, name, { phase: 'Running' })));

    expect(snapshot.files.map(({ parsed }) => parsed.documents[0]?.value['status'])).toEqual([
      undefined,
      undefined,
    ]);
    expect(differ('main', BRANCH).split('\n')).toEqual(['a.yaml', 'b.yaml']);
  });

  test("never throws a person's commit on it away", async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await opened();
    await write(source, 'a', 'Running');
    git(hosting.clone, 'fetch', '--quiet');
    git(hosting.clone, 'checkout', '--quiet', BRANCH);
    const theirs = hosting.push({ 'notes.txt': 'theirs' });
    const [result] = await source.writeStatus([editFor(await source.load(), 'a', { phase: 'Succeeded' })]);

    expect(result).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('notes.txt') as unknown,
    });
    expect(hosting.log(BRANCH)[0]).toBe(theirs);
  });

  test('takes it when a person brings it up to date with main', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const source = await opened();
    await write(source, 'a', 'Running');
    const tip = hosting.push({ 'b.yaml': spec('b', '# more\n') });
    git(hosting.clone, 'fetch', '--quiet');
    git(hosting.clone, 'checkout', '--quiet', BRANCH);
    git(hosting.clone, 'merge', '--quiet', '--no-edit', 'main');
    hosting.push({});

    const outcome = await write(source, 'a', 'Succeeded');

    expect(outcome).toBe('written');
    expect(parentOf(BRANCH)).toBe(tip);
  });

  test('refuses a name that git would take for something else', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });

    await expect(hosting.open({ statusBranch: '--upload-pack=x' })).rejects.toMatchObject({
      code: 'SourceUrlInvalid',
    });
  });
});
