import { existsSync, linkSync, readFileSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { confirmed } from '../../src/cli/confirm.ts';
import { rerunValue } from '../../src/cli/rerun.ts';
import { editSpecFile, openDirectory } from '../../src/source/index.ts';
import { setValue } from '../../src/document/index.ts';
import { definition, job } from '../controller/house.ts';
import { arrayjob, folder } from './arrayjob.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanups.splice(0)) each();
});

function specs(files: Readonly<Record<string, string>>): string {
  const { path, remove } = folder(files);
  cleanups.push(remove);
  return path;
}

const read = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8');

const STATUS = `status:
  phase: Failed
  indexes: { total: 20, succeeded: 18, failed: 2, running: 0, waiting: 0 }
  failedIndexes: "3,7"
`;
const FAILED = `# keep me\n${job('a', '{ size: 20 }')}${STATUS}`;

describe('rerun', () => {
  test('--failed writes one value, and no other byte changes', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED });

    const { code, out, err } = await arrayjob(['rerun', 'a', '--failed'], { cwd });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^arrayjob\/a will run its failed indexes again\n$/);
    const added = /^ {2}annotations:\n {4}arrayjob\.dev\/rerun: "failed@20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"\n/m;
    expect(read(cwd, 'a.yaml')).toMatch(added);
    expect(read(cwd, 'a.yaml').replace(added, '')).toBe(FAILED);
  });

  test('a second time gives another value', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED });
    await arrayjob(['rerun', 'a', '--indexes', '17-19,3'], { cwd });
    const first = read(cwd, 'a.yaml');

    await arrayjob(['rerun', 'a', '--indexes', '17-19,3'], { cwd });

    expect(first).toMatch(/"3,17-19@20/);
    expect(read(cwd, 'a.yaml')).not.toBe(first);
    expect((await arrayjob(['validate'], { cwd })).code).toBe(0);
  });

  test('the value is another than the one that stands, however soon', () => {
    const now = new Date('2026-11-24T02:30:00.000Z');

    const first = rerunValue('failed', now, undefined);
    const second = rerunValue('failed', now, first);
    const third = rerunValue('failed', now, second);

    expect([first, second, third]).toEqual([
      'failed@2026-11-24T02:30:00Z',
      'failed@2026-11-24T02:30:00.000Z',
      'failed@2026-11-24T02:30:00Z',
    ]);
  });

  test.each<[string, readonly string[], RegExp, number]>([
    ['an index that is none', ['a', '--indexes', '3,20'], /has no index 20: its indexes are 0-19/, 1],
    ['an index beyond the size of a spec that never ran', ['b', '--indexes', '5'], /its indexes are 0-4/, 1],
    ['no interval text', ['a', '--indexes', '3-x'], /--indexes 3-x is no interval text/, 2],
    ['both limits', ['a', '--failed', '--indexes', '3'], /--failed or --indexes, not both/, 2],
    ['nothing that has failed', ['b', '--failed'], /has not run yet/, 1],
    ['an unknown name', ['aa'], /No ArrayJob is called aa in \.; did you mean a\?/, 1],
    ['a definition', ['d', '--failed'], /No ArrayJob is called d in \./, 1],
    ['no name', [], /Name what to rerun/, 2],
    ['a name and --all', ['a', '--all'], /not both/, 2],
    ['a selector that is none', ['-l', '=x'], /is no requirement/, 2],
    ['a selector that selects nothing', ['-l', 'x=y'], /Nothing in \. is selected/, 1],
    ['an address of git', ['a', '-s', 'git+https://example.org/r.git'], /clone .*-s CHECKOUT/, 2],
  ])('%s: a sentence, and nothing is written', async (_what, args, message, expected) => {
    const files = { 'd.yaml': definition(), 'a.yaml': FAILED, 'b.yaml': job('b', '{ size: 5 }') };
    const cwd = specs(files);

    const { code, out, err } = await arrayjob(['rerun', ...args], { cwd });

    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    for (const [file, text] of Object.entries(files)) expect(read(cwd, file)).toBe(text);
  });

  test('a name that is declared twice is refused, with both files', async () => {
    const cwd = specs({ 'a.yaml': FAILED, 'b.yaml': FAILED });

    const { code, err } = await arrayjob(['rerun', 'a'], { cwd });

    expect(err).toMatch(/declared 2 times \(a\.yaml, b\.yaml\)/);
    expect(code).toBe(1);
  });

  test('of several, none is changed when one cannot be', async () => {
    const shared = job('b', '{ size: 5 }').replace(
      'metadata:',
      'x: &x { annotations: {k: v} }\nmetadata:\n  <<: *x',
    );
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED, 'b.yaml': shared });

    const { code, err } = await arrayjob(['rerun', 'a', 'b'], { cwd });

    expect(err).toMatch(
      /arrayjob\/b: b\.yaml: metadata\.annotations comes from a merge key.*\nNothing was changed/,
    );
    expect(code).toBe(1);
    expect(read(cwd, 'a.yaml')).toBe(FAILED);
  });

  test('of those that are selected, only what has failed is run again', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED, 'b.yaml': job('b', '{ size: 5 }') });

    const { code, out, err } = await arrayjob(['rerun', '--all', '--failed'], { cwd });

    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'arrayjob/a will run its failed indexes again\n',
      err: '',
    });
  });

  test('--dry-run says it and leaves the file', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED });

    const { code, out } = await arrayjob(['rerun', 'arrayjob/a', '--dry-run'], { cwd });

    expect(out).toBe('arrayjob/a will run all its indexes again (dry run)\n');
    expect(code).toBe(0);
    expect(read(cwd, 'a.yaml')).toBe(FAILED);
  });
});

describe('suspend and resume', () => {
  test('go there and back, by name and by label', async () => {
    const a = job('a', '{ size: 5 }').replace('metadata:', 'metadata:\n  labels: { team: ingest }');
    const cwd = specs({ 'd.yaml': definition(), 'x.yml': `${a}---\n${job('b', '{ size: 5 }')}` });

    const suspended = await arrayjob(['suspend', '-l', 'team=ingest'], { cwd });
    const text = read(cwd, 'x.yml');
    const again = await arrayjob(['suspend', 'a'], { cwd });
    const resumed = await arrayjob(['resume', '--all'], { cwd });

    expect(suspended.out).toBe('arrayjob/a will be suspended; what has succeeded stands\n');
    expect(text.match(/suspend: true/g)).toHaveLength(1);
    expect(again.out).toBe('arrayjob/a is suspended already\n');
    expect(resumed.out).toBe('arrayjob/a will go on\narrayjob/b is not suspended\n');
    expect(read(cwd, 'x.yml')).toBe(text.replace('suspend: true', 'suspend: false'));
  });

  test('the mode of the file and its hard links stay', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 5 }') });
    chmodSync(join(cwd, 'a.yaml'), 0o640);
    linkSync(join(cwd, 'a.yaml'), join(cwd, 'other.yaml'));

    await arrayjob(['suspend', 'a'], { cwd });

    expect(statSync(join(cwd, 'a.yaml')).mode & 0o777).toBe(0o640);
    expect(statSync(join(cwd, 'a.yaml')).ino).toBe(statSync(join(cwd, 'other.yaml')).ino);
    expect(read(cwd, 'other.yaml')).toMatch(/suspend: true/);
  });
});

describe('delete', () => {
  test('needs --yes where nobody can be asked', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': FAILED });

    const { code, err } = await arrayjob(['delete', 'a'], { cwd });

    expect(err).toMatch(/no terminal to ask on: add --yes/);
    expect(code).toBe(2);
    expect(read(cwd, 'a.yaml')).toBe(FAILED);
  });

  test('deletes the file of a lone object, says what happens, and tells of what depends on it', async () => {
    const running = FAILED.replace('running: 0, waiting: 0', 'running: 4, waiting: 6');
    const cwd = specs({
      'd.yaml': definition(),
      'a.yaml': running,
      'b.yaml': job('b', '{ size: 5 }', ['dependsOn: [{ name: a }]']),
    });

    const { code, out } = await arrayjob(['delete', 'a', '--yes'], { cwd });

    expect(out).toContain('terminated (deletionPolicy Terminate): 4 indexes running, 6 waiting');
    expect(out).toContain('arrayjob/a: b depends on it and will be Invalid');
    expect(out).toContain('arrayjob/a deleted from a.yaml');
    expect(code).toBe(0);
    expect(existsSync(join(cwd, 'a.yaml'))).toBe(false);
  });

  test('takes one document out of several, and hard links with the last', async () => {
    const cwd = specs({ 'all.yaml': `# head\n---\n${FAILED}---\n${job('b', '{ size: 5 }')}` });
    linkSync(join(cwd, 'all.yaml'), join(cwd, 'same.yaml'));

    await arrayjob(['delete', 'a', '-y'], { cwd });
    const left = read(cwd, 'same.yaml');
    await arrayjob(['delete', 'b', '-y'], { cwd });

    expect(left).toBe(`# head\n---\n${job('b', '{ size: 5 }')}`);
    expect(existsSync(join(cwd, 'all.yaml'))).toBe(false);
    expect(existsSync(join(cwd, 'same.yaml'))).toBe(false);
  });

  test('a definition in use stays', async () => {
    const cwd = specs({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 5 }') });

    const used = await arrayjob(['delete', 'jobdefinition/d', '--yes'], { cwd });
    const both = await arrayjob(['delete', 'jobdefinition/d', 'a', '--yes'], { cwd });

    expect(used.err).toMatch(/jobdefinition\/d is used by arrayjob\/a/);
    expect(used.code).toBe(1);
    expect(both.code).toBe(0);
    expect(existsSync(join(cwd, 'd.yaml'))).toBe(false);
  });
});

describe('the question before something is deleted', () => {
  test.each<[string, string, boolean]>([
    ['yes', 'yes\n', true],
    ['yes between spaces', ' yes \n', true],
    ['y', 'y\n', false],
    ['no', 'no\nyes\n', false],
    ['nothing', '\n', false],
    ['the end of the input', '', false],
  ])('%s', async (_what, typed, expected) => {
    const input = new PassThrough();
    const answer = confirmed('Delete?', { input, output: new PassThrough() });

    input.end(typed);

    expect(await answer).toBe(expected);
  });
});

describe('an edit beside a controller that writes status', () => {
  test('loses neither write', async () => {
    const cwd = specs({ 'a.yaml': job('a', '{ size: 5 }') });
    const source = await openDirectory(cwd, { stableMs: 1 });
    cleanups.push(() => void source.close());
    const ends = { stop: false };
    let written = 0;
    const controller = (async () => {
      for (let i = 1; !ends.stop; i++) {
        const [file] = (await source.load()).files;
        const [document] = file!.parsed.documents;
        const [result] = await source.writeStatus([
          {
            file: 'a.yaml',
            kind: 'ArrayJob',
            name: 'a',
            specDigest: document!.specDigest,
            status: { count: i },
          },
        ]);
        if (result?.outcome === 'written') written = i;
      }
    })();

    for (let i = 0; i < 40; i++) {
      const edited = await editSpecFile(cwd, 'a.yaml', (bytes) =>
        setValue(bytes, { position: 0, path: ['metadata', 'annotations', `k${i}`], value: `v${i}` }),
      );
      expect(edited.outcome).toBe('written');
    }
    ends.stop = true;
    await controller;

    const text = read(cwd, 'a.yaml');
    for (let i = 0; i < 40; i++) expect(text).toContain(`k${i}: "v${i}"`);
    expect(text).toContain(`count: ${written}`);
    expect(written).toBeGreaterThan(0);
  });

  test('a save in between is edited, not overwritten', async () => {
    const cwd = specs({ 'a.yaml': job('a', '{ size: 5 }') });
    let saves = 0;

    const edited = await editSpecFile(cwd, 'a.yaml', (bytes) => {
      if (saves++ === 0) writeFileSync(join(cwd, 'a.yaml'), job('a', '{ size: 6 }'));
      return setValue(bytes, { position: 0, path: ['spec', 'suspend'], value: true });
    });

    expect(edited).toEqual({ outcome: 'written' });
    expect(read(cwd, 'a.yaml')).toMatch(/size: 6/);
    expect(read(cwd, 'a.yaml')).toMatch(/suspend: true/);
  });
});
