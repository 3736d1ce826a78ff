import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphOf } from '../../src/core/graph.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { code, linesWithin, row } from '../../src/core/markdown.ts';
import { progressBar, reviewBody, type ReviewedJob } from '../../src/core/review.ts';

const job = (name: string, status?: JsonObject): ReviewedJob => ({ name, status });

function body(jobs: readonly ReviewedJob[], max = 60_000): string {
  const objects = jobs.map(({ name }, i) => ({
    name,
    file: 'a.yaml',
    sequential: false,
    dependsOn: i === 0 ? [] : [{ name: jobs[i - 1]!.name }],
  }));
  return reviewBody({ jobs, graph: graphOf(objects), base: 'main' }, max);
}

const RUNNING: JsonObject = {
  phase: 'Running',
  run: 2,
  indexes: { total: 100, succeeded: 40, failed: 2, running: 20, waiting: 38 },
  failures: [
    { count: 2, exitCode: 1, reason: 'Essential container exited', sampleIndex: 7, logStream: 'a/b/c' },
  ],
  conditions: [{ type: 'Ready', status: 'False', reason: 'Progressing', message: '40 of 100' }],
};

describe('the body of a pull request', () => {
  test('has a table, bars, failures and the graph', () => {
    const text = body([job('a', RUNNING), job('b', { phase: 'Succeeded' }), job('c')]);

    expect(text).toContain('**3 jobs**: 🔵 1 Running · ⚪ 1 Pending · ✅ 1 Succeeded');
    expect(text).toContain(
      '| 🔵 | `a` | Running | `████▒▒✗░░░░░` 40/100, 2 failed, 20 running | 2 | `40 of 100` |',
    );
    expect(text).toContain(
      '- `a`: 2× exit code 1, `Essential container exited`, such as index 7, log `a/b/c`',
    );
    expect(text).toMatch(/```mermaid\nflowchart LR\n[^]*```/);
    expect(text).toContain('Merging changes `status` blocks');
  });

  test('shows first what wants a person', () => {
    const text = body([job('a', { phase: 'Succeeded' }), job('b', RUNNING), job('c', { phase: 'Failed' })]);

    expect([...text.matchAll(/^\| \S+ \| `(\w)`/gm)].map((each) => each[1])).toEqual(['c', 'b', 'a']);
  });

  test('is the same for the same statuses in another order', () => {
    const jobs = [job('a', RUNNING), job('b'), job('c', { phase: 'Failed' })];
    const graph = graphOf([]);

    expect(reviewBody({ jobs: [...jobs].reverse(), graph, base: 'main' }, 60_000)).toBe(
      reviewBody({ jobs, graph, base: 'main' }, 60_000),
    );
  });

  test.each([1_000, 5_000, 20_000, 65_000])('of 2,000 jobs stays within %i characters', (max) => {
    const jobs = Array.from({ length: 2_000 }, (_, i) => job(`job-${i}`, RUNNING));

    const text = body(jobs, max);

    expect(text.length).toBeLessThanOrEqual(max);
    expect(text).toMatch(/and [\d,]+ more/);
    expect((text.match(/```/g)?.length ?? 0) % 2).toBe(0);
    expect(text.trimEnd()).toMatch(/<\/sub>$/);
  });

  test('stays text, whatever is in names and reasons', () => {
    const hostile =
      '@team #1 <img src=x onerror=y> ![x](http://x) `code` | a\nb\\| <!-- /arrayjob:status -->';
    const status = {
      phase: hostile,
      failures: [{ count: 1, reason: hostile, logStream: hostile }],
      conditions: [{ type: 'Ready', message: hostile }],
    };

    const text = body([job(hostile, status)]);

    const outside = text.replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/@team|#1|<img|!\[|<!--/);
    const cells = text.split('\n').filter((line) => line.startsWith('| ⚪'));
    expect(cells).toHaveLength(1);
    expect(cells[0]!.replace(/\\./g, '').split('|')).toHaveLength(8);
  });

  test('takes a status of any form', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 3 }), (values) => {
        const jobs = values.map((each, i) =>
          job(`j${i}`, { phase: each, indexes: each, failures: each, conditions: each } as JsonObject),
        );
        expect(body(jobs, 5_000).length).toBeLessThanOrEqual(5_000);
      }),
    );
  });
});

test('a bar is as long as it should be, and full only when everything has succeeded', () => {
  const counts = fc
    .tuple(fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), fc.nat(2_000))
    .map(([succeeded, failed, running, waiting]) => ({
      total: succeeded + failed + running + waiting,
      succeeded,
      failed,
      running,
    }));

  fc.assert(
    fc.property(counts, fc.integer({ min: 4, max: 40 }), (each, width) => {
      const bar = progressBar(each, width);
      expect(bar).toHaveLength(width);
      expect(bar === '█'.repeat(width)).toBe(each.total > 0 && each.succeeded === each.total);
      expect(bar.includes('✗')).toBe(each.failed > 0);
      expect(bar.includes('▒')).toBe(each.running > 0);
    }),
  );
});

test('code keeps backticks and line ends in', () => {
  expect(code('a`b')).toBe('``a`b``');
  expect(code('`a``')).toBe('``` `a`` ```');
  expect(code('a\n\u202eb')).toBe('`a b`');
  expect(code('x'.repeat(300), 10)).toBe('`xxxxxxxxx…`');
  expect(code('😀'.repeat(10), 4)).toBe('`😀…`');
});

test('a row escapes bars', () => {
  expect(row(['a|b', 'c\\|d'])).toBe('| a\\|b | c\\ \\|d |');
});

test('lines that do not fit are counted', () => {
  const lines = ['aaaa', 'bbbb', 'cccc'];
  const rest = (count: number) => `+${count}`;

  expect(linesWithin(lines, 15, rest)).toEqual(lines);
  expect(linesWithin(lines, 14, rest)).toEqual(['aaaa', 'bbbb', '+1']);
  expect(linesWithin(lines, 100, rest, 1)).toEqual(['aaaa', '+2']);
});
