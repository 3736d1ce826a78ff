import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JobDetail } from '../../src/batch/api.ts';
import { logsOf } from '../../src/cli/logs/streams.ts';
import { definition, type House, job, openHouse, phaseOf, shell, until } from '../controller/house.ts';
import { arrayjob, folder, MAIN, start } from './arrayjob.ts';

const SCRIPT = [
  'echo "hello from $AWS_BATCH_JOB_ARRAY_INDEX attempt $AWS_BATCH_JOB_ATTEMPT"',
  'case $AWS_BATCH_JOB_ARRAY_INDEX in 3|5) echo "it broke" >&2; exit 3;; 7) exit 9;; esac',
].join('\n');

describe('of an array that has ended', () => {
  let house: House;
  const logs = (...args: string[]) =>
    arrayjob(['logs', ...args], { cwd: house.dir, env: { AWS_ENDPOINT_URL: house.engine.url } });

  beforeAll(async () => {
    house = await openHouse({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 12 }', [shell(SCRIPT), 'retryStrategy: { attempts: 2 }', 'shardSize: 5']),
      'new.yaml': job('new', '{ size: 3 }', ['suspend: true']),
    });
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Failed');
    await running.stop();
  });
  afterAll(() => house.close());

  test('one index, in whichever shard it is', async () => {
    const { code, out, err } = await logs('a', '--index', '11');

    expect({ code, out, err }).toEqual({ code: 0, out: 'hello from 11 attempt 1\n', err: '' });
  });

  test('several indexes, each line with its own', async () => {
    const { out } = await logs('a', '--index', '4-6');

    expect(out).toBe(
      '[4] hello from 4 attempt 1\n[5#2] hello from 5 attempt 2\n[5#2] it broke\n[6] hello from 6 attempt 1\n',
    );
  });

  test.each<[string, string]>([
    ['1', 'hello from 3 attempt 1\nit broke\n'],
    ['2', 'hello from 3 attempt 2\nit broke\n'],
    ['all', '[3] hello from 3 attempt 1\n[3] it broke\n[3#2] hello from 3 attempt 2\n[3#2] it broke\n'],
  ])('attempt %s', async (attempt, expected) => {
    expect((await logs('a', '--index', '3', '--attempt', attempt)).out).toBe(expected);
  });

  test('one sample of each way to fail, the most frequent first', async () => {
    const { out, err, code } = await logs('a', '--failed');

    expect(err).toMatch(
      /^index [35], one of 2 to fail so: exit code 3, .*\nindex 7, alone to fail so: exit code 9, .*\n$/,
    );
    expect(out).toMatch(/^\[[35]#2\] hello.*\n\[[35]#2\] it broke\n\[7#2\] hello from 7 attempt 2\n$/);
    expect(code).toBe(0);
  });

  test('failures are found by the status alone', async () => {
    const { out } = await logs('a', '--failed', '--state', join(house.dir, '..', 'none'));

    expect(out).toMatch(/it broke/);
  });

  test('an index is found by name in the queue when neither store nor status know its job', async () => {
    const bare = folder({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 12 }') });
    const env = { AWS_ENDPOINT_URL: house.engine.url };

    const { out } = await arrayjob(['logs', 'a', '--index', '11'], { cwd: bare.path, env });

    bare.remove();
    expect(out).toBe('hello from 11 attempt 1\n');
  });

  test('--tail and --timestamps', async () => {
    const { out } = await logs('a', '--index', '3', '--tail', '1', '--timestamps');

    expect(out).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z it broke\n$/);
  });

  test('following what has ended ends', async () => {
    const { code, out } = await logs('a', '--index', '0', '-f');

    expect({ code, out }).toEqual({ code: 0, out: 'hello from 0 attempt 1\n' });
  });

  test.each<[string, readonly string[], RegExp, number]>([
    ['no choice of many', ['a'], /a has 12 indexes: choose with --index/, 2],
    ['an index that is none', ['a', '--index', '12'], /a has no index 12: its indexes are 0-\d+$/m, 1],
    ['an attempt that was not made', ['a', '--index', '0', '--attempt', '2'], /has had 1 attempt so far/, 1],
    ['what has not run', ['new', '--index', '0'], /Batch knows no job for index 0 of new/, 1],
    ['no failure', ['new', '--failed'], /No failure of new is known/, 1],
    ['an unknown name', ['b'], /No ArrayJob is called b/, 1],
    ['too many', ['a', '--index', '0-100'], /at most 100/, 2],
    ['no interval text', ['a', '--index', 'x'], /is no interval text/, 2],
    ['no attempt', ['a', '--attempt', '0'], /neither all nor a number/, 2],
    ['both choices', ['a', '--failed', '--index', '1'], /not both/, 2],
    ['--data alone', ['a', '--data', 'x'], /--data goes with --local/, 2],
    ['no engine data', ['a', '--local', '--data', '/nowhere'], /holds no data of an embedded engine/, 2],
  ])('%s: a sentence', async (_what, args, message, expected) => {
    const { code, out, err } = await logs(...args);

    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect({ code, out }).toEqual({ code: expected, out: '' });
  });

  test('an endpoint that is not there: one line', async () => {
    const { code, err } = await arrayjob(['logs', 'a', '--index', '0'], {
      cwd: house.dir,
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });

    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(/cannot be reached/);
    expect(code).toBe(2);
  });

  test('a reader that goes away ends it without a word', async () => {
    const command = `"${process.execPath}" "${MAIN}" logs a --index 0-9 | head -n 1`;
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: house.engine.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
    };

    const child = spawn('sh', ['-c', command], { cwd: house.dir, env });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.stderr.on('data', (data: Buffer) => (text += data.toString()));
    await new Promise((done) => child.once('close', done));

    expect(text).toBe('[0] hello from 0 attempt 1\n');
  });
});

describe('of an array that Batch has forgotten', () => {
  /** What stands before an engine as Batch is after seven days: it knows no job any more, and CloudWatch has all logs. */
  async function forgetful(engine: string) {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        if (request.url === '/v1/describejobs') {
          response.end('{"jobs":[]}');
          return;
        }
        const headers = request.headers as Record<string, string>;
        void fetch(`${engine}${request.url ?? ''}`, {
          method: 'POST',
          headers,
          body: Buffer.concat(parts),
        }).then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
          response.end(Buffer.from(await answer.arrayBuffer()));
        });
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
  }

  test('a sample of each failure is found, in the group of its definition', async () => {
    const own =
      'image: none\n    logConfiguration: { logDriver: awslogs, options: { awslogs-group: /own/group } }';
    const house = await openHouse({
      'd.yaml': definition().replace('image: none', own),
      'a.yaml': job('a', '{ size: 8 }', [shell(SCRIPT)]),
    });
    const running = await house.start();
    await phaseOf(house, 'a.yaml', 'Failed');
    await running.stop();
    const batch = await forgetful(house.engine.url);

    const env = { AWS_ENDPOINT_URL: batch.url };
    const { code, out, err } = await arrayjob(['logs', 'a', '--failed'], { cwd: house.dir, env });
    batch.close();
    await house.close();

    expect(err).toMatch(/one of 2 to fail so: exit code 3, .*\n.*alone to fail so: exit code 9, /);
    expect(out).toMatch(/\[[35]\] it broke\n\[7\] hello from 7 attempt 1\n$/);
    expect(code).toBe(0);
  });
});

describe('of the embedded engine of run --local', () => {
  const cleanups: (() => void)[] = [];
  afterEach(() => {
    for (const each of cleanups.splice(0)) each();
  });

  test('while it runs and follows to the end, and afterwards', async () => {
    const gate = folder({});
    const { path: cwd, remove } = folder({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }', [
        shell(`echo begin; until [ -e ${gate.path}/go ]; do sleep 0.05; done; echo end`),
      ]),
    });
    cleanups.push(remove, gate.remove);
    const run = start(['run', '--local', '--until-settled', '--listen', 'none'], { cwd });
    cleanups.push(() => run.child.kill());
    const logs = (...args: string[]) => ['logs', 'a', '--local', ...args];
    await until(
      async () => (await arrayjob(logs('--index', '0'), { cwd })).out,
      (out) => out === 'begin\n',
    );

    const follow = start(logs('-f'), { cwd });
    await follow.printed(/\[1\] begin/);
    mkdirSync(join(gate.path, 'go'));
    const followed = await follow.ended;
    await run.ended;
    const after = await arrayjob(logs(), { cwd });

    expect(followed.out.split('\n').sort()).toEqual(['', '[0] begin', '[0] end', '[1] begin', '[1] end']);
    expect(followed.code).toBe(0);
    expect(after.out).toBe('[0] begin\n[0] end\n[1] begin\n[1] end\n');
  });

  test('a look at data whose engine was killed runs nothing', async () => {
    const { path: cwd, remove } = folder({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }', [shell(`echo x; touch started-$AWS_BATCH_JOB_ATTEMPT; sleep 60`)]),
    });
    cleanups.push(remove);
    const run = start(['run', '--local', '--until-settled', '--listen', 'none'], { cwd });
    await until(
      async () => (await arrayjob(['logs', 'a', '--local', '--index', '0'], { cwd })).out,
      (out) => out === 'x\n',
    );
    run.child.kill('SIGKILL');
    await run.ended;

    const { out, code } = await arrayjob(['logs', 'a', '--local'], { cwd });

    expect({ out, code }).toEqual({ out: '[0] x\n[1] x\n', code: 0 });
    rmSync(join(cwd, '.arrayjob'), { recursive: true, force: true });
  });
});

describe('where the logs of a child are', () => {
  const child = (more: Partial<JobDetail>): JobDetail => ({
    jobId: 'p:1',
    name: 'n',
    status: 'SUCCEEDED',
    tags: {},
    environment: {},
    dependsOn: [],
    attempts: [],
    ...more,
  });

  test.each<[string, JobDetail, RegExp]>([
    [
      'waiting',
      child({ status: 'RUNNABLE', statusReason: 'CAPACITY: none' }),
      /has not started: it is RUNNABLE \(CAPACITY: none\)/,
    ],
    [
      'never started',
      child({ status: 'FAILED', statusReason: 'Dependent Job failed' }),
      /failed before it could print anything \(Dependent Job failed\)/,
    ],
    ['another driver', child({ log: { driver: 'splunk' } }), /log driver splunk/],
    ['EKS', child({}), /kubectl logs/],
  ])('%s: none, with the reason', (_what, job, reason) => {
    const found = logsOf(job, 'latest');

    expect(found.kind).toBe('none');
    expect(found.kind === 'none' && found.reason).toMatch(reason);
  });

  test('group and region of the definition, and the attempt under way last', () => {
    const job = child({
      status: 'RUNNING',
      log: { group: '/g', region: 'eu-west-1' },
      attempts: [{ logStream: 's1' }, {}],
      logStream: 's3',
    });

    expect(logsOf(job, 'latest')).toEqual({
      kind: 'logs',
      logs: [{ attempt: 3, place: { group: '/g', region: 'eu-west-1', stream: 's3' } }],
    });
    expect(logsOf(job, 2)).toMatchObject({ kind: 'none' });
    expect(logsOf(job, 'all')).toMatchObject({ logs: [{ attempt: 1 }, { attempt: 3 }] });
  });
});
