import type { Status } from '../../../src/core/status.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/cli/run/log.ts';
import { listenerOf } from '../../../src/cli/run/listener.ts';
import { inPass } from '../../../src/controller/pass-id.ts';

const VARIABLE = 'ARRAYJOB_NOTIFY_SECRET';
/** What --token-env may name. */
const OWN = 'FORGE_KEY_OF_OURS';
afterEach(() => {
  Reflect.deleteProperty(process.env, OWN);
  Reflect.deleteProperty(process.env, VARIABLE);
});

function open(level = 'info') {
  const lines: string[] = [];
  const log = createLog(level, {
    destination: { write: (text) => void lines.push(text) },
    secretVariables: [OWN],
  });
  return { log, lines, parsed: () => lines.map((each) => JSON.parse(each) as Record<string, unknown>) };
}

describe('the log', () => {
  test('blots out what is secret', () => {
    process.env[VARIABLE] = 'quo"ted secret';
    const { log, lines } = open();

    log.info({ token: 'abc-token', nested: { password: 'abc-password' } }, 'Fields');
    log.error({ err: new Error('git clone https://me:hunter2@example.org/x failed') }, 'Errors');
    log.warn({ why: 'it said quo"ted secret' }, 'Values');

    const text = lines.join('');
    for (const each of ['abc-token', 'abc-password', 'hunter2', 'ted secret'])
      expect(text).not.toContain(each);
    expect(text).toContain('https://***@example.org/x');
    expect(lines.every((each) => typeof JSON.parse(each) === 'object')).toBe(true);
  });

  /** Made up, and put together so that no scanner takes them for real. */
  const KEY = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
  test.each<[string, string, string]>([
    ['the id of an access key', `The key ${KEY} is not known`, 'IOSFODNN7'],
    ['the id of a session', `ASIA${KEY.slice(4)}`, 'IOSFODNN7'],
    [
      'a presigned URL',
      `https://b.s3.amazonaws.com/k?X-Amz-Credential=me%2Fus-east-1&X-Amz-Signature=abcdef0123&X-Amz-Security-Token=Fwo`,
      'abcdef0123',
    ],
    ['its session', 'https://b.example/k?x=1&X-Amz-Security-Token=FwoGZXIv', 'FwoGZXIv'],
    [
      'a signed request',
      'AWS4-HMAC-SHA256 Credential=me/x, SignedHeaders=h, Signature=0123456789abcdef',
      '0123456789',
    ],
    ['a file of credentials', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
    ['JSON within text', '{"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG","x":1}', 'wJalrXUtnFEMI'],
    ['JSON with a session', '{"sessionToken": "IQoJb3JpZ2luX2Vj"}', 'IQoJb3JpZ2luX2Vj'],
    ['a header', 'Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNz'],
    ['a bearer', 'sent "Bearer 0123456789abcdef"', '0123456789abcdef'],
    ['a token of GitHub', `ghp_${'0123456789'.repeat(4)}`, '0123456789'],
    ['a finer token of GitHub', `github_pat_11AA_${'0123456789'.repeat(4)}`, '0123456789'],
    ['a token of GitLab', `glpat-${'0123456789'.repeat(2)}`, '0123456789'],
    ['the address of a Slack hook', 'https://hooks.slack.com/services/T000/B000/XXXXsecret', 'XXXXsecret'],
  ])('blots out %s, wherever it comes from', (_what, said, secret) => {
    const { log, lines } = open();

    log.info({ message: said, deep: { er: { message: said } } }, 'Event');
    log.error({ err: new Error(said) }, 'Failed');

    for (const line of lines) {
      expect(line).not.toContain(secret);
      expect(line).toContain('***');
      expect(JSON.parse(line)).toHaveProperty('msg');
    }
  });

  test('blots out the value of a variable that --token-env names', () => {
    process.env[OWN] = 'quite-a-key';
    const { log, lines } = open();

    log.info({ message: 'refused: quite-a-key' }, 'Event');

    expect(lines[0]).toContain('refused: ***');
  });

  test.each([
    'arn:aws:iam::123456789012:role/arrayjob',
    's3://bucket/a/key.json',
    'a-0123abcd-1-0-0 is 5d1f8d2a-0000-4000-8000-123456789abc (first run)',
    'an invalid credential=1 flag',
    'Authorization is missing',
    'https://hooks.slack.com',
    'the session token: none',
  ])('leaves %j as it is', (said) => {
    const { log, parsed } = open();

    log.info({ message: said }, 'Event');

    expect(parsed()[0]).toMatchObject({ message: said });
  });

  test('leaves text with @ alone that is no password', () => {
    const { log, lines } = open();

    log.info({ object: 'ArrayJob/a@01234567', url: 'https://example.org/a?b=c@d' }, 'Fine');

    expect(lines[0]).toContain('ArrayJob/a@01234567');
    expect(lines[0]).toContain('https://example.org/a?b=c@d');
  });

  test('has one id for all lines of a pass, across waits, and another for the next pass', async () => {
    const { log, parsed } = open();
    const pass = (name: string) =>
      inPass(async () => {
        log.info({ name }, 'Begun');
        await new Promise((done) => setTimeout(done, 5));
        log.info({ name }, 'Ended');
      });

    await Promise.all([pass('a'), pass('b')]);
    log.info('Outside');

    const ids = (name: string) =>
      new Set(
        parsed()
          .filter((each) => each['name'] === name)
          .map((each) => each['pass']),
      );
    expect(ids('a').size).toBe(1);
    expect(ids('b').size).toBe(1);
    expect([...ids('a')]).not.toEqual([...ids('b')]);
    expect(parsed().at(-1)).not.toHaveProperty('pass');
  });

  test('says what happens in constant messages, at the level of who should read it', () => {
    const { log, parsed } = open('debug');
    const listener = listenerOf(log, undefined);

    listener.event('ArrayJob/a', { type: 'Normal', reason: 'Submitted', message: 'a-1 is j' });
    listener.event('ArrayJob/a', { type: 'Warning', reason: 'SubmitRefused', message: 'no' });
    listener.problem('a.yaml:1:2: size must be a number', { code: 'x', severity: 'error' });
    listener.problem('A pass failed and is tried again', { object: 'ArrayJob/a' });

    const conditions = [{ type: 'Ready', status: 'False', reason: 'x', message: 'y' }] as const;
    listener.standing(
      'ArrayJob/a',
      { phase: 'Running', conditions: [...conditions] } as unknown as Status,
      undefined,
    );
    listener.standing(
      'ArrayJob/a',
      { phase: 'Failed', conditions: [...conditions] } as unknown as Status,
      undefined,
    );

    expect(parsed().map(({ level, msg }) => [level, msg])).toEqual([
      [30, 'Event'],
      [40, 'Event'],
      [40, 'Finding'],
      [50, 'A pass failed and is tried again'],
      [30, 'Status'],
      [40, 'Status'],
    ]);
    expect(parsed()[2]).toMatchObject({ message: 'a.yaml:1:2: size must be a number' });
  });
});
