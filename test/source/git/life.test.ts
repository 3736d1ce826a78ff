import { afterEach, describe, expect, test } from 'vitest';
import { editFor, namesOf, spec } from '../folder.ts';
import { git, type Hosting, openHosting } from './hosting.ts';

let hosting: Hosting;

afterEach(() => hosting.close());

describe('reading', () => {
  test('gives the specs of the branch, all from one commit', async () => {
    hosting = openHosting({
      'a.yaml': spec('a'),
      'sub/b.yml': spec('b'),
      '.hidden/c.yaml': spec('c'),
      'x.txt': 'x',
    });
    const source = await hosting.open();

    const snapshot = await source.load();

    expect(namesOf(snapshot)).toEqual(['a', 'b']);
    expect(snapshot).toMatchObject({ complete: true, version: hosting.log()[0] });
  });
});

describe('writing', () => {
  test('makes one commit for all files, and none when nothing changes', async () => {
    hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
    const source = await hosting.open();
    const snapshot = await source.load();
    const edits = ['a', 'b'].map((name) => editFor(snapshot, name, { phase: 'Running', run: 1 }));

    const first = await source.writeStatus(edits);
    const second = await source.writeStatus(edits);

    expect([...first, ...second].map((each) => each.outcome)).toEqual([
      'written',
      'written',
      'unchanged',
      'unchanged',
    ]);
    expect(hosting.log()).toHaveLength(2);
    expect(hosting.remote('a.yaml')).toBe(spec('a', 'status:\n  phase: Running\n  run: 1\n'));
    expect(git(hosting.bare, 'log', '-1', '--format=%an|%s', 'main').trim()).toBe(
      'arrayjob|status: a Running, 1 more',
    );
  });

  test('comes after a push by somebody else, at once', async () => {
    hosting = openHosting({ 'a.yaml': spec('a') });
    const source = await hosting.open();
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });
    hosting.push({ 'b.yaml': spec('b') });

    const results = await source.writeStatus([edit]);

    expect(results[0]?.outcome).toBe('written');
    expect(hosting.remote('b.yaml')).toBe(spec('b'));
    expect(hosting.log()).toHaveLength(3);
  });
});
