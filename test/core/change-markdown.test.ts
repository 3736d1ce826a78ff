import { describe, expect, test } from 'vitest';
import { changeMarkdown, hoursText, PLAN_MARKER } from '../../src/core/change-markdown.ts';
import {
  type ChangeReport,
  type ObjectChange,
  secondsAtMost,
  vcpuHours,
} from '../../src/core/change-report.ts';
import { range } from '../../src/core/intervals.ts';

const NONE = { arrays: 0, children: 0 };
const CHANGE: ObjectChange = {
  object: 'ArrayJob/a',
  change: 'changed',
  fields: [{ path: 'work.size', class: 'items', before: 1, after: 3 }],
  classes: ['items'],
  runs: { indexes: range(1, 3), redone: 0 },
  submits: { arrays: 1, children: 2 },
  stops: NONE,
  registers: false,
  warnings: [],
};
const report = (objects: readonly ObjectChange[], more: Partial<ChangeReport> = {}): ChangeReport => ({
  objects,
  findings: [],
  notes: ['Compared with abc.'],
  ...more,
});

describe('the comment', () => {
  test('begins with its marker and a headline, and shows objects and fields', () => {
    const text = changeMarkdown(
      report([{ ...CHANGE, estimate: { vcpus: 2, childSeconds: { value: 3600, atMost: true } } }]),
    );

    expect(text.split('\n').slice(0, 2)).toEqual([
      PLAN_MARKER,
      '### arrayjob plan: 1 object, 2 children run, at most 4 vCPU-hours',
    ]);
    expect(text).toContain('| ✏️ | `ArrayJob/a` | items | 2: `1-2` | submits 1 (2 children) | at most 4 |');
    expect(text).toContain('| `ArrayJob/a` | `work.size` | items | `1` | `3` |');
    expect(text).toContain('<sub>Compared with abc.</sub>');
  });

  test('puts errors and warnings before everything else', () => {
    const text = changeMarkdown(
      report([{ ...CHANGE, warnings: ['runs 5 again'] }], {
        findings: [
          { severity: 'warning', text: 'a.yaml:1:1: odd' },
          { severity: 'error', text: 'b.yaml:1:1: wrong' },
        ],
      }),
    );

    expect(text).toContain('### arrayjob plan: 1 error, 1 object');
    expect([...text.matchAll(/^- (.*)$/gm)].map((each) => each[1])).toEqual([
      '❌ `b.yaml:1:1: wrong`',
      '⚠️ `ArrayJob/a`: runs 5 again',
      '⚠️ `a.yaml:1:1: odd`',
    ]);
    expect(text.indexOf('runs 5 again')).toBeLessThan(text.indexOf('| object |'));
  });

  test('says when nothing changes, and what is not known', () => {
    expect(changeMarkdown(report([]))).toContain('arrayjob plan: nothing changes');
    expect(changeMarkdown(report([{ ...CHANGE, runs: { indexes: undefined, redone: 0 } }]))).toMatch(
      /not all is known[^]*not known here/,
    );
    expect(
      changeMarkdown(report([{ ...CHANGE, estimate: { vcpus: 1, childSeconds: undefined } }])),
    ).toContain('no run times yet');
  });

  test('of 3,000 objects with long names and values fits into a comment', () => {
    const objects = Array.from({ length: 3_000 }, (_, i) => ({
      ...CHANGE,
      object: `ArrayJob/${'n'.repeat(50)}-${i}`,
      fields: Array.from({ length: 5 }, (_, k) => ({
        path: `parameters.${'p'.repeat(50)}${k}`,
        class: 'what' as const,
        before: '`|'.repeat(500),
        after: { deep: 'x'.repeat(2_000) },
      })),
      warnings: ['w'.repeat(1_000)],
    }));

    const text = changeMarkdown(report(objects));

    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/\| and 2,\d+ more \|/);
    expect(text).toMatch(/- and 2,\d+ more/);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });

  test('what specs hold stays text', () => {
    const evil = '</details> @org/all <!-- arrayjob:plan --> ``` | x';
    const text = changeMarkdown(
      report([{ ...CHANGE, fields: [{ path: evil, class: 'what', before: evil, after: [evil] }] }], {
        findings: [{ severity: 'error', text: evil }],
      }),
    );

    const outside = text.replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(outside.slice(PLAN_MARKER.length)).not.toMatch(/@org|<!--|<\/details> @/);
  });
});

describe('estimates', () => {
  test('a child takes at most the time of its run', () => {
    const run = { startedAt: 0, completedAt: 600_000, ended: 10 };

    expect(secondsAtMost(run, undefined)).toBe(600);
    expect(secondsAtMost(run, 2)).toBe(120);
    expect(secondsAtMost({ ...run, ended: 0 }, 2)).toBeUndefined();
    expect(secondsAtMost(undefined, 2)).toBeUndefined();
    expect(secondsAtMost({ ...run, completedAt: -5 }, 2)).toBeUndefined();
  });

  test('hours need vCPUs and times', () => {
    const childSeconds = { value: 1_800, atMost: false };

    expect(vcpuHours({ vcpus: 4, childSeconds }, 10)).toEqual({ value: 20, atMost: false });
    expect(vcpuHours({ vcpus: undefined, childSeconds }, 10)).toBeUndefined();
    expect(vcpuHours({ vcpus: 4, childSeconds: undefined }, 10)).toBeUndefined();
  });

  test.each([
    [0.001, 'less than 0.01'],
    [0.0234, 'about 0.023'],
    [12.34, 'about 12'],
    [1234.5, 'about 1,235'],
  ])('%d hours are %s', (value, text) => {
    expect(hoursText({ value, atMost: false })).toBe(text);
  });
});
