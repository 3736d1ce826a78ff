import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAIN } from '../cli/arrayjob.ts';

/** One fenced block: a file to be written, commands to be run, or what they must print. */
interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

function exampleOf(page: string): readonly Block[] {
  const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
  const section = text.slice(text.indexOf('\n## Worked example\n'));
  return [...section.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map((each) => ({
    language: each[1] ?? '',
    file: each[2],
    text: each[3] ?? '',
  }));
}

/** A line as it must be printed; `…` stands for anything. */
function patternOf(line: string): RegExp {
  const parts = line.trimEnd().split('…');
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}

/** A folder in which `arrayjob` is a command, as it is installed. */
function openFolder(): { readonly dir: string; readonly run: (script: string) => readonly string[] } {
  const dir = mkdtempSync(join(tmpdir(), 'arrayjob-docs-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'arrayjob'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(bin, 'arrayjob'), 0o755);
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH: `${bin}:${dirname(process.execPath)}:${PATH}`, HOME, NO_COLOR: '1' };
  return {
    dir,
    run: (script) => {
      const ended = spawnSync('sh', ['-c', script], { cwd: dir, env, encoding: 'utf8' });
      if ((ended.status ?? 2) > 1) throw new Error(`${script}\n${ended.stderr}`);
      return ended.stdout.split('\n').map((line) => line.trimEnd());
    },
  };
}

test.each(['work', 'changes', 'failures'])('the worked example of docs/%s.md does what it says', (page) => {
  const blocks = exampleOf(page);
  const { dir, run } = openFolder();
  let printed: readonly string[] = [];
  let ran = 0;

  for (const { language, file, text } of blocks) {
    if (file !== undefined) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    } else if (language === 'sh') {
      printed = run(text);
      ran += 1;
    } else if (language === 'text') {
      for (const line of text.trimEnd().split('\n')) {
        expect(
          printed.some((each) => patternOf(line).test(each)),
          `${line}\nis not in\n${printed.join('\n')}`,
        ).toBe(true);
      }
    }
  }

  expect(ran).toBeGreaterThan(1);
});
