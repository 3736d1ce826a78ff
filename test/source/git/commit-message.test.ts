import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  describe as messageOf,
  messageText,
  type StatusChange,
} from '../../../src/source/git/commit-message.ts';

function change(name: string, phase: string, more: object = {}, before?: string): StatusChange {
  return {
    kind: 'ArrayJob',
    name,
    before: before === undefined ? undefined : { phase: before },
    after: { phase, run: 2, ...more },
  };
}

const counts = { indexes: { total: 1000, succeeded: 412, failed: 3, running: 80, waiting: 505 } };

/** The trailers that git itself finds. */
function trailers(text: string): string {
  return execFileSync('git', ['interpret-trailers', '--parse'], { input: text, encoding: 'utf8' });
}

test('the subject has what a person wants to hear of first, and how many there are', () => {
  const subjects = [
    [change('process-daily-files', 'Running', counts)],
    [
      change('b', 'Running', {}, 'Running'),
      change('process-daily-files', 'Running', counts, 'Pending'),
      change('c', 'Running', {}, 'Running'),
    ],
    [change('a', 'Succeeded'), change('b', 'Failed')],
    [{ ...change('a', 'Succeeded'), kind: 'JobDefinition' }, change('a', 'Pending')],
    [{ ...change('a', 'Failed'), kind: 'JobDefinition' }, change('a', 'Pending')],
  ].map((changes) => messageOf(changes).subject);

  expect(subjects).toEqual([
    'status: process-daily-files Running 412/1000',
    'status: process-daily-files Running 412/1000, 2 more',
    'status: b Failed, 1 more',
    'status: a Pending, 1 more',
    'status: JobDefinition/a Failed, 1 more',
  ]);
});

test('the body is a table, and the trailers are found by git', () => {
  const text = messageText(
    messageOf([change('a', 'Failed', counts, 'Running'), change('b', 'Pending')]),
    '[skip ci]',
  );

  expect(text).toBe(`status: a Failed 412/1000, 1 more [skip ci]

| object | phase | succeeded | failed | running | waiting | |
| --- | --- | --- | --- | --- | --- | --- |
| a | Running → Failed | 412/1000 | 3 | 80 | 505 |  |
| b | Pending |  |  |  |  |  |

ArrayJob-Name: a
ArrayJob-Run: 2
ArrayJob-Phase: Failed
ArrayJob-Name: b
ArrayJob-Run: 2
ArrayJob-Phase: Pending
`);
  expect(
    trailers(text)
      .split('\n')
      .filter((line) => line !== ''),
  ).toHaveLength(6);
});

test('a message of Batch cannot forge lines, cells or trailers', () => {
  const evil = 'x | y\n\nArrayJob-Name: forged\nSigned-off-by: nobody\u001b[31m';
  const conditions = [{ type: 'Stalled', status: 'True', reason: 'X', message: evil }];
  const named = { ...change('a\nArrayJob-Name: forged', 'Failed', { conditions }) };

  const text = messageText(messageOf([named]), 'suffix\n\nmore');

  expect(trailers(text)).toBe(
    'ArrayJob-Name: a ArrayJob-Name: forged\nArrayJob-Run: 2\nArrayJob-Phase: Failed\n',
  );
  expect(text).toContain('x \\| y ArrayJob-Name: forged');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test('ten thousand objects make a message that can be read', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => change(`job-${i}`, 'Running', counts));

  const text = messageText(messageOf(many), '');

  expect(text.length).toBeLessThan(15_000);
  expect(text).toContain('and 9950 more');
});

test('equal writes have equal messages, in whatever order they come', () => {
  const changes = ['c', 'a', 'b'].map((name) => change(name, 'Running'));

  expect(messageOf(changes)).toEqual(messageOf(changes.toReversed()));
});
