import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/controller/clock.ts';
import type { NotifyFormat } from '../../../src/controller/notify/form.ts';
import { createNotifier, type Notifier } from '../../../src/controller/notify/notifier.ts';
import { OUTBOX_KEY } from '../../../src/controller/notify/outbox.ts';
import { createSink, parseSink } from '../../../src/controller/notify/sink.ts';
import { plainStatus } from '../../../src/controller/status-writer.ts';
import type { Status } from '../../../src/core/status.ts';
import { createMemoryStore } from '../../../src/state/index.ts';
import { until } from '../house.ts';
import { virtualClock } from '../virtual-clock.ts';

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
const notifiers: Notifier[] = [];
afterEach(async () => {
  for (const each of notifiers.splice(0)) await each.close();
  for (const each of servers.splice(0)) {
    each.close();
    each.closeAllConnections();
  }
});

/** A receiver that answers as told. */
async function receiver(
  answer: (nth: number) => { status: number; headers?: Record<string, string> } | 'never',
) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      const said = answer(got.length);
      if (said !== 'never') response.writeHead(said.status, said.headers).end('thanks');
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden` };
}

const fine = () => ({ status: 204 });

/** Time in which waits are a hundredth as long. */
const quick = () => {
  const clock = systemClock();
  return { ...clock, after: (ms: number, run: () => void) => clock.after(ms / 100, run) };
};

function open(
  url: string,
  options: { store?: ReturnType<typeof createMemoryStore>; secret?: string; format?: NotifyFormat } = {},
) {
  const outcomes: { outcome: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const address = parseSink(url, options.format);
  if (typeof address === 'string') throw new Error(address);
  const notifier = createNotifier({
    addresses: [address],
    secret: options.secret,
    store: options.store ?? createMemoryStore(),
    clock: quick(),
    onOutcome: (outcome, fields) => outcomes.push({ outcome, fields }),
  });
  notifiers.push(notifier);
  return { notifier, outcomes };
}

let turn = 0;
function status(phase: Status['phase'], more: Partial<Status> = {}): Status {
  return {
    phase,
    object: 'ArrayJob/a@01234567',
    run: 1,
    revision: 'abcdefabcdef',
    indexes: { total: 10, succeeded: 7, failed: 3, running: 0, waiting: 0 },
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'IndexesFailed',
        message: '<!channel> 3 of 10 & more',
        lastTransitionTime: new Date(1e12 + turn++ * 1000).toISOString(),
      },
    ],
    ...more,
  };
}

const say = (notifier: Notifier, now: Status, inFile?: Status, object = 'ArrayJob/a') => {
  notifier.listener.standing(object, now, undefined, inFile === undefined ? undefined : plainStatus(inFile));
};

const eventOf = (got: Got) =>
  JSON.parse(got.body) as { id: string; type: string; data: { phase: string; previousPhase?: string } };

describe('a notification', () => {
  test('is a signed CloudEvent in structured mode', async () => {
    const { got, url } = await receiver(fine);
    const { notifier, outcomes } = open(url, { secret: 's3cret' });

    say(notifier, status('Failed'), status('Running'));

    await until(
      () => outcomes.length,
      (count) => count === 1,
    );
    const { headers, body } = got[0]!;
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(headers['x-arrayjob-signature-256']).toBe(
      `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`,
    );
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      source: 'urn:arrayjob:source:01234567',
      type: 'dev.arrayjob.phase.changed',
      subject: 'ArrayJob/a',
      datacontenttype: 'application/json',
      data: {
        kind: 'ArrayJob',
        name: 'a',
        phase: 'Failed',
        previousPhase: 'Running',
        run: 1,
        reason: 'IndexesFailed',
      },
    });
    expect(outcomes[0]!.fields['to']).not.toContain('hidden');
  });

  test('takes Slack’s form, without what Slack would obey', async () => {
    const { got, url } = await receiver(fine);
    const { notifier } = open(url, { format: 'slack' });

    say(notifier, status('Failed'), status('Running'));

    await until(
      () => got.length,
      (count) => count === 1,
    );
    const { text } = JSON.parse(got[0]!.body) as { text: string };
    expect(text).toContain('*ArrayJob/a* is *Failed* (was Running)');
    expect(text).toContain('&lt;!channel&gt; 3 of 10 &amp; more');
  });

  test('is sent once for each change, and not for what stays', async () => {
    const { got, url } = await receiver(fine);
    const { notifier } = open(url);

    say(notifier, status('Pending'));
    say(notifier, status('Running'));
    say(notifier, status('Running'));
    say(notifier, status('Suspended'));
    say(notifier, status('Running'));
    say(notifier, status('Suspended'));

    await until(
      () => got.length,
      (count) => count === 4,
    );
    const events = got.map(eventOf);
    expect(events.map((each) => each.data.phase)).toEqual(['Running', 'Suspended', 'Running', 'Suspended']);
    expect(new Set(events.map((each) => each.id)).size).toBe(4);
  });

  test('of a definition only says that it cannot be used', async () => {
    const { got, url } = await receiver(fine);
    const { notifier } = open(url);

    say(notifier, status('Succeeded'), undefined, 'JobDefinition/d');
    say(notifier, status('Failed'), undefined, 'JobDefinition/d');

    await until(
      () => got.length,
      (count) => count === 1,
    );
    expect(eventOf(got[0]!).data.phase).toBe('Failed');
  });
});

describe('a restart', () => {
  test('repeats nothing that stands in the file', async () => {
    const { got, url } = await receiver(fine);
    const { notifier } = open(url);
    const failed = status('Failed');

    say(notifier, failed, failed);
    say(notifier, status('Succeeded'));

    await until(
      () => got.length,
      (count) => count === 1,
    );
    expect(eventOf(got[0]!).data).toMatchObject({ phase: 'Succeeded', previousPhase: 'Failed' });
  });

  test('before the status was written tells again under the same id', async () => {
    const { got, url } = await receiver(fine);
    const inFile = status('Running');
    say(open(url).notifier, status('Failed'), inFile);
    await until(
      () => got.length,
      (count) => count === 1,
    );

    say(open(url).notifier, status('Failed'), inFile);

    await until(
      () => got.length,
      (count) => count === 2,
    );
    expect(eventOf(got[1]!).id).toBe(eventOf(got[0]!).id);
  });

  test('delivers what an earlier process could not, under the same id, and then forgets it', async () => {
    const store = createMemoryStore();
    let status_ = 503;
    const { got, url } = await receiver(() => ({ status: status_ }));
    const first = open(url, { store });
    say(first.notifier, status('Failed'), status('Running'));
    await until(
      () => got.length,
      (count) => count >= 2,
    );
    await first.notifier.close();
    expect((await store.get(OUTBOX_KEY))?.text).not.toContain('hidden');
    const before = got.length;
    status_ = 200;

    const second = open(url, { store });
    await second.notifier.start();

    await until(
      () => second.outcomes.length,
      (count) => count === 1,
    );
    expect(eventOf(got[before]!).id).toBe(eventOf(got[0]!).id);
    await second.notifier.close();
    expect((await store.get(OUTBOX_KEY))?.text.trim()).toBe('[]');
  });

  test.each(['', 'nonsense', '{}', '[1,{"change":{}}]', '[{"change":{"id":7},"sinks":[]}]'])(
    'passes over an outbox of %j',
    async (text) => {
      const store = createMemoryStore();
      await store.put(OUTBOX_KEY, text, 'any');
      const { got, url } = await receiver(fine);
      const { notifier } = open(url, { store });

      await notifier.start();
      say(notifier, status('Failed'));

      await until(
        () => got.length,
        (count) => count === 1,
      );
    },
  );
});

describe('a receiver that', () => {
  test('is busy is tried again, in order', async () => {
    const { got, url } = await receiver((nth) => ({ status: [429, 500, 502][nth - 1] ?? 200 }));
    const { notifier, outcomes } = open(url);

    say(notifier, status('Running'));
    say(notifier, status('Failed'));

    await until(
      () => outcomes.length,
      (count) => count === 2,
    );
    expect(got.map((each) => eventOf(each).data.phase)).toEqual([
      'Running',
      'Running',
      'Running',
      'Running',
      'Failed',
    ]);
  });

  test.each([301, 400, 401, 404, 410])('answers %d is not asked again', async (code) => {
    const { got, url } = await receiver(() => ({
      status: code,
      headers: { location: 'http://127.0.0.1:1/' },
    }));
    const { notifier, outcomes } = open(url);

    say(notifier, status('Failed'));

    await until(
      () => outcomes.length,
      (count) => count === 1,
    );
    expect(outcomes[0]).toMatchObject({ outcome: 'failed', fields: { why: `HTTP ${code}` } });
    expect(got).toHaveLength(1);
  });

  test('is gone costs a bounded number of tries, and holds nobody up', async () => {
    const { notifier, outcomes } = open('http://127.0.0.1:1/hook');

    const begun = performance.now();
    say(notifier, status('Failed'));
    expect(performance.now() - begun).toBeLessThan(50);

    await until(
      () => outcomes.length,
      (count) => count === 1,
      40_000,
    );
    expect(outcomes[0]!.outcome).toBe('failed');
    expect(JSON.stringify(outcomes)).not.toContain('hook');
  });

  test('never answers is given up on in time', async () => {
    const { got, url } = await receiver(() => 'never');
    const address = parseSink(url, undefined);
    const clock = virtualClock();
    const sink = createSink({
      address: address as Exclude<typeof address, string>,
      secret: undefined,
      clock,
      onDone: () => undefined,
      timeoutMs: 50,
    });

    sink.send({
      id: '1',
      time: '',
      object: 'ArrayJob/a',
      sourceId: '',
      phase: 'Failed',
      reason: '',
      message: '',
    });
    await until(
      () => got.length,
      (count) => count === 1,
    );
    await until(
      () => clock.advance(1_000).then(() => got.length),
      (count) => count >= 2,
    );
    sink.stop();
    await sink.idle();
  });

  test('is slow makes the oldest of too many go', async () => {
    const { url } = await receiver(() => 'never');
    const { notifier, outcomes } = open(url);

    for (let i = 0; i < 1_100; i++) say(notifier, status('Failed'), undefined, `ArrayJob/a${i}`);

    expect(outcomes.filter((each) => each.outcome === 'dropped')).toHaveLength(99);
    expect(outcomes[0]!.fields['object']).toBe('ArrayJob/a1');
  });
});

test.each([
  ['https://hooks.slack.com/services/x', 'slack'],
  ['https://example.org/slack', 'cloudevents'],
])('%s gets %s', (url, format) => {
  expect(parseSink(url, undefined)).toMatchObject({ format });
});

test.each(['ftp://x/y', 'nowhere', '', 'javascript:alert(1)'])('%j is no address', (url) => {
  expect(typeof parseSink(url, undefined)).toBe('string');
});

test('a user in the address becomes Basic authentication', async () => {
  const { got, url } = await receiver(fine);
  const { notifier } = open(url.replace('//', '//me:p%40ss@'));

  say(notifier, status('Failed'));

  await until(
    () => got.length,
    (count) => count === 1,
  );
  expect(got[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});
