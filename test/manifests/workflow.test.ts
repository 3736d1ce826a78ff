import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrayjob, type Ended } from '../cli/arrayjob.ts';

const root = mkdtempSync(join(tmpdir(), 'arrayjob-workflow-'));
const specs = join(root, 'workflow');
let ended: Ended;
let spans: ReadonlyMap<string, readonly Span[]>;

interface Span {
  readonly index: number;
  readonly start: bigint;
  readonly end: bigint;
}

beforeAll(async () => {
  cpSync(resolve(import.meta.dirname, '../../manifests/workflow'), specs, { recursive: true });
  ended = await arrayjob(['run', specs, '--local', '--until-settled', '--data', join(root, 'data')]);
  spans = spansIn(join(root, 'data/logs'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What the children wrote, by the object and in order of index. */
function spansIn(logs: string): ReadonlyMap<string, readonly Span[]> {
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).map((each) => join(logs, each));
  const texts = files.filter((each) => statSync(each).isFile()).map((each) => readFileSync(each, 'utf8'));
  const found = new Map<string, Map<number, { start?: bigint; end?: bigint }>>();
  for (const [, name, index, what, at] of texts.join('\n').matchAll(/([a-z-]+) (\d+) (start|end) (\d+)/g)) {
    const children = found.get(name!) ?? new Map<number, { start?: bigint; end?: bigint }>();
    found.set(name!, children);
    children.set(Number(index), { ...children.get(Number(index)), [what!]: BigInt(at!) });
  }
  return new Map(
    [...found].map(([name, children]) => [
      name,
      [...children]
        .map(([index, { start = 0n, end = 0n }]) => ({ index, start, end }))
        .sort((a, b) => a.index - b.index),
    ]),
  );
}

const of = (name: string): readonly Span[] => spans.get(name) ?? [];
const first = (name: string): bigint => of(name).reduce((least, { start }) => (start < least ? start : least), of(name)[0]!.start);
const last = (name: string): bigint => of(name).reduce((most, { end }) => (end > most ? end : most), 0n);

describe('the workflow of five jobs', () => {
  test('succeeds, each index run once', () => {
    expect(ended.code).toBe(0);
    expect([...spans].map(([name, list]) => [name, list.length]).sort()).toEqual([
      ['clean-up', 1],
      ['extract-metadata', 8],
      ['process-objects', 8],
      ['validate-input', 1],
      ['validation-steps', 3],
    ]);
  });

  test.each([
    ['validate-input', 'process-objects'],
    ['extract-metadata', 'validation-steps'],
    ['extract-metadata', 'clean-up'],
    ['validation-steps', 'clean-up'],
  ])('all of %s ends before %s starts', (before, after) => {
    expect(last(before) <= first(after)).toBe(true);
  });

  test('each index of extract-metadata starts after its partner of process-objects has ended', () => {
    const pairs = of('process-objects').map((each, i) => [each, of('extract-metadata')[i]!] as const);

    for (const [before, after] of pairs) expect(before.end <= after.start).toBe(true);
  });

  test('the validation steps run one after the other', () => {
    const steps = of('validation-steps');

    for (let i = 1; i < steps.length; i += 1) expect(steps[i - 1]!.end <= steps[i]!.start).toBe(true);
  });

  test('is five submissions, no more', () => {
    const submitted = [...ended.err.matchAll(/"reason":"Submitted"/g)].length;

    expect(submitted).toBe(5);
  });
});
