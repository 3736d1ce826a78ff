import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { definition, job } from '../controller/house.ts';
import { openBench } from '../local/engines.ts';
import { arrayjob, folder } from './arrayjob.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

function specs(files: Readonly<Record<string, string>> = {}): string {
  const made = folder({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 4 }'), ...files });
  cleanups.push(made.remove);
  return made.path;
}

async function engine(): Promise<Record<string, string>> {
  const bench = await openBench();
  cleanups.push(() => bench.close());
  bench.engine.declareQueue('q');
  return { AWS_ENDPOINT_URL: bench.engine.url };
}

test('doctor ends with 0 where everything is in place, and says so in one line each', async () => {
  const { code, out, err } = await arrayjob(['doctor', specs()], { env: await engine() });

  expect(out).toMatch(/^ok {7}queue {8}q: is ENABLED and VALID/m);
  expect(out).toMatch(/\d+ ok, 0 to think about, 0 failed, \d+ not looked at\n$/);
  expect(err).toBe('');
  expect(code).toBe(0);
});

test('doctor ends with 1 when something fails, with the remedy and whom it concerns', async () => {
  const dir = specs({ 'a.yaml': job('a', '{ size: 4 }').replace('jobQueue: q', 'jobQueue: quick') });

  const { code, out } = await arrayjob(['doctor', dir], { env: await engine() });

  expect(out).toMatch(/^fail {5}queue {8}quick: does not exist .*\n {22}.*spec\.jobQueue.*\(ArrayJob\/a\)$/m);
  expect(code).toBe(1);
});

test('doctor as JSON has a summary and its checks', async () => {
  const { out } = await arrayjob(['doctor', specs(), '-o', 'json'], { env: await engine() });

  const report = JSON.parse(out) as { summary: Record<string, number>; checks: Record<string, unknown>[] };
  expect(Object.keys(report.summary)).toEqual(['ok', 'warn', 'fail', 'skipped']);
  expect(report.checks.find((each) => each['check'] === 'queue')).toEqual({
    check: 'queue',
    subject: 'q',
    result: 'ok',
    message: expect.stringContaining('ENABLED') as string,
    remedy: '',
    affects: ['ArrayJob/a'],
  });
});

test('the policy is JSON alone on stdout, without any credentials', async () => {
  const { code, out, err } = await arrayjob(['doctor', specs(), '--policy'], {
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' },
  });

  expect((JSON.parse(out) as { Version: string }).Version).toBe('2012-10-17');
  expect(err).toMatch(/account or region is not known/);
  expect(code).toBe(0);
});

test.each([
  [['doctor', '/nowhere/at/all'], /is not there/],
  [['doctor', '.', '--role', 'admin'], /--role admin is not the ARN/],
  [['doctor', '.', '--source-id', 'x'], /8 hex digits/],
  [['doctor', '.', '--events', 'queue'], /--events queue is not a queue/],
  [['doctor', 'ext::sh -c true'], /would make git run a command|white space/],
])('a mistake in the call is said in one line, with exit status 2: %j', async (args, message) => {
  const { code, err } = await arrayjob(args);

  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
});

test('a git source is read and asked whether it takes pushes, and stands as it was', async () => {
  const dir = specs();
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  const bare = folder({});
  cleanups.push(bare.remove);
  git('clone', '-q', '--bare', '.', `${bare.path}/r.git`);
  const refs = (): string =>
    execFileSync('git', ['-C', `${bare.path}/r.git`, 'for-each-ref'], { encoding: 'utf8' });
  const before = refs();
  const env = {
    ...(await engine()),
    XDG_CACHE_HOME: `${bare.path}/cache`,
    XDG_STATE_HOME: `${bare.path}/state`,
  };

  const there = await arrayjob(['doctor', `git+file://${bare.path}/r.git#main`], { env });
  const gone = await arrayjob(['doctor', `git+file://${bare.path}/other.git`], { env });

  expect(there.out).toMatch(/^ok {7}git {10}git\+file:.*takes pushes/m);
  expect(there.code).toBe(0);
  expect(refs()).toBe(before);
  expect(gone.out).toMatch(/^fail {5}git .*does not appear to be a git repository/m);
  expect(gone.code).toBe(1);
});

test('terminal sequences in names from elsewhere are not obeyed', async () => {
  const dir = specs({
    'x.yaml': job('x', '{ size: 4 }').replace('jobDefinition: d', 'jobDefinition: "d\\u001b[31mred:1"'),
  });

  const { out, err } = await arrayjob(['doctor', dir], { env: await engine() });

  expect(out + err).not.toContain('\u001b');
});
