import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { definition, job, until } from '../../controller/house.ts';
import { startSqs } from '../../controller/hints/sqs-server.ts';
import { DEFAULT_LISTEN } from '../../../src/cli/run/server.ts';
import { arrayjob, folder, start, type Started } from '../arrayjob.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

function specs(
  files: Readonly<Record<string, string>> = { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 3 }') },
) {
  const { path, remove } = folder(files);
  cleanups.push(remove);
  return path;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A Batch that takes connections and never answers. */
async function mute() {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined);
    cleanups.push(() => socket.destroy());
  });
  return { endpoint: `http://127.0.0.1:${await listening(server)}`, connections: () => connections };
}

function daemon(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const started = start(['run', ...args], { env });
  cleanups.push(() => started.child.kill('SIGKILL'));
  return started;
}

const leaseOf = (dir: string) =>
  JSON.parse(readFileSync(join(dir, '.arrayjob', 'lease'), 'utf8')) as { released: boolean };

const urlOf = async (one: Started) => (await one.printed(/"url":"(http:[^"]+)","msg":"Serving/))[1]!;

describe('an end', () => {
  test('with everything settled but a file that cannot be read has exit status 1', async () => {
    const dir = specs({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 1 }'), 'b.yaml': 'kind: [' });

    const { code, err } = await arrayjob([
      'run',
      dir,
      '--local',
      '--until-settled',
      '--poll-interval',
      '100ms',
    ]);

    expect(err + readFileSync(join(dir, 'a.yaml'), 'utf8')).toContain('phase: Succeeded');
    expect(code).toBe(1);
  });

  test('by SIGTERM comes within ten seconds though Batch does not answer: status is written, the lease given back', async () => {
    const dir = specs();
    const { endpoint, connections } = await mute();
    const one = daemon([dir, '--listen', 'none'], { AWS_ENDPOINT_URL: endpoint });
    await until(connections, (count) => count > 0);

    const begun = performance.now();
    one.child.kill('SIGTERM');
    const { code } = await one.ended;

    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(code).toBe(0);
    expect(leaseOf(dir).released).toBe(true);
    expect(readFileSync(join(dir, 'd.yaml'), 'utf8') + readFileSync(join(dir, 'a.yaml'), 'utf8')).toContain(
      'status:',
    );
  });

  test('in the middle of work has its status written', async () => {
    const work = job('a', '{ size: 3 }', ['containerOverrides: { command: ["sleep", "600"] }']);
    const dir = specs({ 'd.yaml': definition(), 'a.yaml': work });
    const one = daemon([dir, '--local', '--listen', 'none', '--status-interval', '1h']);
    await one.printed(/"phase":"Running".*"running":3/);

    one.child.kill('SIGTERM');
    const { code } = await one.ended;

    expect(code).toBe(0);
    expect(readFileSync(join(dir, 'a.yaml'), 'utf8')).toMatch(/running: 3/);
    expect(leaseOf(dir).released).toBe(true);
  });

  test('by a second signal comes at once', async () => {
    const { endpoint, connections } = await mute();
    const one = daemon([specs(), '--listen', 'none'], { AWS_ENDPOINT_URL: endpoint });
    await until(connections, (count) => count > 0);
    one.child.kill('SIGTERM');
    await one.printed(/Stopping/);

    const begun = performance.now();
    one.child.kill('SIGTERM');
    const { code } = await one.ended;

    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(code).toBe(143);
  });
});

describe('--listen', () => {
  test('serves while it runs, and not after', async () => {
    const one = daemon([specs(), '--local', '--listen', '127.0.0.1:0'], {
      ARRAYJOB_API_TOKEN: 'a-long-token',
    });
    const url = await urlOf(one);
    await until(
      async () => (await fetch(`${url}/readyz`)).status,
      (status) => status === 200,
    );
    await until(
      async () =>
        (await (await fetch(`${url}/api/v1/arrayjobs/a`)).json()) as { status: { phase: string } | null },
      ({ status }) => status?.phase === 'Succeeded',
    );
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const asked = await fetch(`${url}/api/v1/reconcile`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-long-token' },
    });

    one.child.kill('SIGTERM');
    const { err } = await one.ended;

    expect(metrics).toMatch(/^arrayjob_submissions_total 1$/m);
    expect(metrics).toMatch(/^arrayjob_objects\{phase="Succeeded"\} 1$/m);
    expect(metrics).toMatch(/^arrayjob_api_calls_total\{operation="SubmitJob",outcome="ok"\} 1$/m);
    expect(asked.status).toBe(202);
    expect(err).not.toContain('a-long-token');
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('of an address that is taken is an error; of the default one, a warning', async () => {
    const taken = `127.0.0.1:${await listening(createServer())}`;
    const dir = specs();

    const asked = await arrayjob(['run', dir, '--local', '--once', '--listen', taken]);

    expect(asked.code).toBe(2);
    expect(asked.err).toMatch(
      new RegExp(`--listen ${taken} cannot be had .*EADDRINUSE.*choose another or none`),
    );
    expect(leaseOf(dir).released).toBe(true);

    const [host, port] = DEFAULT_LISTEN.split(':');
    const holder = createServer();
    // Whoever has it already takes it as well.
    await new Promise((done) => holder.once('error', done).listen(Number(port), host, () => done(undefined)));
    cleanups.push(() => holder.close());
    const other = daemon([dir, '--local']);
    await other.printed(/The default address cannot be had; going on without/);
    await other.printed(/"phase":"Succeeded"/);
    other.child.kill('SIGTERM');
    expect((await other.ended).code).toBe(0);
  });

  test('one that stands by says so and is ready', async () => {
    const dir = specs();
    const first = daemon([
      dir,
      '--local',
      '--data',
      join(dir, '.arrayjob', 'one'),
      '--listen',
      '127.0.0.1:0',
    ]);
    await urlOf(first);
    const second = daemon([
      dir,
      '--local',
      '--data',
      join(dir, '.arrayjob', 'two'),
      '--listen',
      '127.0.0.1:0',
    ]);
    const url = await urlOf(second);

    const answer = await until(
      async () => (await (await fetch(`${url}/readyz`)).json()) as { status: string },
      ({ status }) => status === 'standby',
    );

    expect(answer.status).toBe('standby');
    second.child.kill('SIGUSR2');
    const [dump] = await second.printed(/^.*"msg":"Dump".*$/m);
    expect(JSON.parse(dump)).toMatchObject({
      budget: { callsLastMinute: 0 },
      lease: {
        state: 'standby',
        held: false,
        other: expect.stringContaining(`:${first.child.pid!}`) as string,
      },
    });
    expect((await (await fetch(`${url}/metrics`)).text()).includes('arrayjob_lease_held 0')).toBe(true);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['an address that is none', ['--listen', 'nowhere'], /--listen nowhere is not HOST:PORT/],
    ['a token file that is not there', ['--listen', ':0', '--api-token-file', 'gone'], /gone cannot be read/],
    [
      'a bound that is none',
      ['--max-calls-per-minute', '0'],
      /--max-calls-per-minute 0 is not a whole number above 0/,
    ],
    [
      'a notification to nowhere',
      ['--notify', 'me:secret@x'],
      /--notify number 1 cannot be used(?!.*secret)/,
    ],
    ['events from nowhere', ['--events', 'queue'], /--events queue is no queue: write sqs:\/\/NAME/],
    ['a form that is none', ['--notify-format', 'xml'], /cloudevents, slack/],
  ])('%s is a mistake: exit status 2', async (_what, args, message) => {
    const { code, err } = await arrayjob(['run', specs(), '--local', ...args]);

    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

test('SIGUSR2 logs the queue, the budget and the lease, however little is logged else', async () => {
  const dir = specs();
  const one = daemon([dir, '--local', '--listen', 'none', '--log-level', 'error']);
  await until(
    () => readFileSync(join(dir, 'a.yaml'), 'utf8'),
    (text) => text.includes('phase: Succeeded'),
  );

  one.child.kill('SIGUSR2');

  const [line] = await one.printed(/^.*"msg":"Dump".*$/m);
  expect(JSON.parse(line)).toMatchObject({
    queue: { ready: 0, active: 0 },
    budget: { throttles: 0, waiting: { submit: 0, other: 0 }, failuresInARow: 0 },
    lease: { state: 'held', held: true },
    source: { objects: 2, read: true },
  });
});

test('a manifest that a spec would put into the state store is refused', async () => {
  const work = job('a', '{ items: [1, 2] }', [
    "manifest: { bucket: data, key: 'state/{name}-{round}.json' }",
  ]);
  const dir = specs({ 'd.yaml': definition(), 'a.yaml': work });
  const data = join(dir, '.arrayjob', 'data');
  mkdirSync(join(data, 's3', 'data'), { recursive: true });

  const { code } = await arrayjob([
    ...['run', dir, '--local', '--data', data, '--once', '--state', 's3://data/state'],
  ]);

  expect(code).toBe(0);
  expect(readFileSync(join(dir, 'a.yaml'), 'utf8')).toContain('reason: ManifestInState');
});

test('a source without specs is said, since nothing else would be', async () => {
  const one = daemon([specs({}), '--local', '--listen', 'none', '--log-level', 'warn']);

  await one.printed(/The source declares nothing yet; waiting for specs/);
});

describe('a first clone that takes long', () => {
  const cloning = async () => {
    const { endpoint, connections } = await mute();
    const { path, remove } = folder({});
    cleanups.push(remove);
    const place = endpoint.replace('http://', 'git+http://me:a-password@');
    const one = daemon([`${place}/specs.git`, '--listen', 'none'], {
      XDG_CACHE_HOME: path,
      XDG_STATE_HOME: path,
    });
    await until(connections, (count) => count > 0);
    return one;
  };

  test('is survived by SIGUSR2, which logs what is being started', async () => {
    const one = await cloning();

    one.child.kill('SIGUSR2');

    const [line] = await one.printed(/^.*"msg":"Dump".*$/m);
    expect(JSON.parse(line)).toMatchObject({
      starting: expect.stringMatching(/^Opening the source git\+http:.*\/specs\.git$/) as string,
      memory: {},
    });
    expect(line).not.toContain('a-password');
    expect(one.child.exitCode).toBeNull();
  });

  test('is given up by SIGTERM, at once and with exit status 0', async () => {
    const one = await cloning();

    const begun = performance.now();
    one.child.kill('SIGTERM');
    const { code, err } = await one.ended;

    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(code).toBe(0);
    expect(err).toContain('Stopping: the source was not open yet');
  });
});

test('a daemon notifies, and takes hints while it hardly polls', async () => {
  const sqs = await startSqs();
  cleanups.push(() => sqs.close());
  const phases: string[] = [];
  const hook = createHttp((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      phases.push((JSON.parse(body) as { data: { phase: string } }).data.phase);
      response.end();
    });
  });
  const hookPort = await listening(hook);
  const slow = job('a', '{ size: 2 }', ['containerOverrides: { command: ["sleep", "1"] }']);
  const dir = specs({ 'd.yaml': definition(), 'a.yaml': slow });
  const engine = start([
    'local',
    '--queue',
    'q',
    '--listen',
    '127.0.0.1:0',
    '--data',
    join(dir, '.arrayjob', 'data'),
  ]);
  cleanups.push(() => engine.child.kill('SIGKILL'));
  const [, endpoint] = await engine.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
  const one = daemon(
    [
      dir,
      '--listen',
      'none',
      '--poll-interval',
      '10m',
      '--events',
      sqs.queueUrl,
      '--notify',
      `http://127.0.0.1:${hookPort}/x?key=hidden`,
    ],
    { AWS_ENDPOINT_URL_BATCH: endpoint!, AWS_ENDPOINT_URL_S3: endpoint!, AWS_ENDPOINT_URL_SQS: sqs.url },
  );
  const [, jobName] = await one.printed(/"message":"(a-[0-9a-f]{8}-1-0-0) is /);

  await until(
    () => {
      const detail = { jobName, jobId: 'x', status: 'SUCCEEDED' };
      sqs.send(JSON.stringify({ source: 'aws.batch', 'detail-type': 'Batch Job State Change', detail }));
      return new Promise<string>((resolve) => {
        setTimeout(() => {
          resolve(phases.join());
        }, 300);
      });
    },
    (said) => said === 'Running,Succeeded',
  );

  one.child.kill('SIGTERM');
  const { code, err } = await one.ended;
  expect(code).toBe(0);
  expect(err).not.toContain('hidden');
});
