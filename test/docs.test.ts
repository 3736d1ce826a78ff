import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../src/cli/program.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function sources(dir: string): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(dir, entry.name)) : [join(dir, entry.name)],
  );
}

describe('docs/commands.md', () => {
  const page = read('docs/commands.md');
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((each): [string, string] => [each.slice(0, each.indexOf('\n')), each]),
  );

  test('has every verb, and no other', () => {
    const verbs = createProgram().commands.map((each) => each.name());

    expect([...sections.keys()].sort()).toEqual([...verbs].sort());
  });

  test.each(createProgram().commands.map((each) => [each.name(), each] as const))(
    'has the flags of %s, and no other',
    (name, command) => {
      const flags = command.options.map((each) => each.flags);
      const documented = [...(sections.get(name) ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(
        (each) => each[1],
      );

      expect(documented).toEqual(flags);
    },
  );

  test.each(createProgram().commands.map((each) => [each.name(), each] as const))(
    '%s has examples in its help',
    (_, command) => {
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) });
      command.outputHelp();

      expect(text).toMatch(/Examples?:\n {2}arrayjob |Examples?:\n {2}AWS_/);
    },
  );
});

describe('docs/reasons.md', () => {
  const documented = [...read('docs/reasons.md').matchAll(/^\| ((?:`[A-Za-z0-9]+`(?:, )?)+) \|/gm)].flatMap(
    (row) => [...(row[1] ?? '').matchAll(/`([A-Za-z0-9]+)`/g)].map((each) => each[1] ?? ''),
  );
  const code = ['src/core', 'src/controller', 'src/work']
    .flatMap(sources)
    .map((file) => read(file))
    .join('\n');

  test('has every reason that the code gives', () => {
    const patterns = [
      /reason: '([A-Z][A-Za-z0-9]+)'/g,
      /(?:ready|notReady)\(\s*'([A-Z][A-Za-z0-9]+)'/g,
      /workError\(\s*'(?:terminal|transient)',\s*'([A-Z][A-Za-z0-9]+)'/g,
      /\bterminal\(\s*'([A-Z][A-Za-z0-9]+)'/g,
    ];
    const given = new Set(
      patterns.flatMap((pattern) => [...code.matchAll(pattern)].flatMap((each) => each[1] ?? [])),
    );

    expect(given.size).toBeGreaterThan(30);
    expect([...given].filter((each) => !documented.includes(each))).toEqual([]);
  });

  test('has no reason that the code does not know', () => {
    expect(documented.filter((each) => !code.includes(`'${each}'`))).toEqual([]);
  });
});

test('the README lists every page of docs/', () => {
  const readme = read('README.md');

  const pages = sources('docs').filter((each) => each.endsWith('.md'));

  expect(pages.filter((each) => !readme.includes(`| [${each}](${each}) |`))).toEqual([]);
});

test('every page that the README or a page of docs/ links to is there', () => {
  const pages = ['README.md', ...sources('docs').filter((each) => each.endsWith('.md'))];
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/(?<!`[^`\n]*)\]\((?!https?:|#)([A-Za-z./-][^)#\s]*)/g)].flatMap((link) => {
      const target = resolve(root, page, '..', link[1] ?? '');
      try {
        readFileSync(target);
        return [];
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'EISDIR' ? [] : [`${page}: ${link[1] ?? ''}`];
      }
    }),
  );

  expect(dead).toEqual([]);
});
