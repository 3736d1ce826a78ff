import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/cli/run/log.ts';
import { listenerOf } from '../../../src/cli/run/listener.ts';
import { inPass } from '../../../src/controller/pass-id.ts';

const VARIABLE = 'ARRAYJOB_NOTIFY_SECRET';
afterEach(() => {
  Reflect.deleteProperty(process.env, VARIABLE);
});

function open(level = 'info') {
  const lines: string[] = [];
  const log = createLog(level, { write: (text) => void lines.push(text) });
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

    expect(parsed().map(({ level, msg }) => [level, msg])).toEqual([
      [30, 'Event'],
      [40, 'Event'],
      [40, 'Finding'],
      [50, 'A pass failed and is tried again'],
    ]);
    expect(parsed()[2]).toMatchObject({ message: 'a.yaml:1:2: size must be a number' });
  });
});
