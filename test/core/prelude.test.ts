import { spawn, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format, fromIndexes, indexesOf, size } from '../../src/core/intervals.ts';
import { PRELUDE_EXIT_CODE, wrapCommand, wrapPosition } from '../../src/core/prelude.ts';

const SHELLS: readonly (readonly string[])[] = [['dash'], ['bash'], ['bash', '--posix'], ['busybox', 'sh']];

const SHOW = [
  process.execPath,
  '-e',
  'process.stdout.write(JSON.stringify([process.env.AWS_BATCH_JOB_ARRAY_INDEX, process.env.r, process.env.p, process.argv.slice(1)]))',
  '--',
];

/** Bash takes a socket for its input for rshd and reads ~/.bashrc: no input at all, as in a container. */
function run(
  shell: readonly string[],
  wrapped: readonly string[],
  env: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const [program, ...rest] = [...shell, ...wrapped.slice(1)];
  return spawnSync(program!, rest, {
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const argument = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '$HOME',
    '$(id)',
    '`id`',
    '"',
    "'",
    '\\',
    '\n',
    'a\n\nb\n',
    '*',
    '-n',
    'ARRAYJOB_EMPTY',
    '$$',
    ';',
    '&&',
    'é漢',
  ),
  fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0')),
);

test('the script has nothing in it that Batch would replace, and nothing that Kubernetes would unescape', () => {
  for (const script of [wrapCommand(['a'])[2]!, wrapPosition(['a'])[2]!, wrapCommand([''])[2]!]) {
    expect(script).not.toContain('Ref::');
    expect(script).not.toContain('$$');
  }
});

for (const shell of SHELLS) {
  const here = spawnSync(shell[0]!, [...shell.slice(1), '-c', ':']).status === 0;
  describe.skipIf(!here)(`in ${shell.join(' ')}`, () => {
    test('arguments arrive as they were written', () => {
      fc.assert(
        fc.property(fc.array(argument, { maxLength: 6 }), (args) => {
          const result = run(shell, wrapPosition([...SHOW, ...args]), {});

          expect(result.status).toBe(0);
          expect(JSON.parse(result.stdout)).toEqual(['0', null, null, args]);
        }),
        { numRuns: 25 },
      );
    });

    test('every position finds its index', () => {
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.nat(20_000), { minLength: 1, maxLength: 30 }),
          fc.nat(),
          (indexes, seed) => {
            const set = fromIndexes(indexes);
            const position = seed % size(set);
            const env = { ARRAYJOB_INDEXES: format(set), AWS_BATCH_JOB_ARRAY_INDEX: String(position) };

            const result = run(shell, wrapCommand(['sh', '-c', 'echo $AWS_BATCH_JOB_ARRAY_INDEX']), env);

            expect(result.stdout.trim()).toBe(String([...indexesOf(set)][position]));
          },
        ),
        { numRuns: 40 },
      );
    });

    test('a plain job has position 0', () => {
      const result = run(shell, wrapCommand(['sh', '-c', 'echo $AWS_BATCH_JOB_ARRAY_INDEX']), {
        ARRAYJOB_INDEXES: '17',
      });

      expect(result.stdout.trim()).toBe('17');
    });

    test('variables of the user stay as they are', () => {
      const result = run(shell, wrapCommand(SHOW), { ARRAYJOB_INDEXES: '4-6', r: ':', p: 'mine' });

      expect(JSON.parse(result.stdout)).toEqual(['4', ':', 'mine', []]);
    });

    test('options of the environment do no harm', () => {
      const result = run(shell, wrapCommand([...SHOW, '', '*']), {
        ARRAYJOB_INDEXES: '4-6',
        SHELLOPTS: 'nounset:errexit:noglob',
      });

      expect(JSON.parse(result.stdout)).toEqual(['4', null, null, ['', '*']]);
    });

    test('a position that has no index is said and fails', () => {
      const result = run(shell, wrapCommand(['echo', 'ran']), {
        ARRAYJOB_INDEXES: '4-6',
        AWS_BATCH_JOB_ARRAY_INDEX: '3',
      });

      expect(result).toMatchObject({ status: PRELUDE_EXIT_CODE, stdout: '' });
      expect(result.stderr).toContain('no index');
    });

    test('the exit status passes through', () => {
      expect(run(shell, wrapCommand(['sh', '-c', 'exit 42']), { ARRAYJOB_INDEXES: '7' }).status).toBe(42);
    });

    test('signals reach the program itself', async () => {
      const wrapped = wrapCommand([
        process.execPath,
        '-e',
        "process.on('SIGTERM',()=>process.exit(43));setInterval(()=>{},1000);console.log('up')",
      ]);
      const [program, ...rest] = [...shell, ...wrapped.slice(1)];
      const child = spawn(program!, rest, {
        env: { PATH: process.env.PATH ?? '', ARRAYJOB_INDEXES: '7' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));

      child.kill('SIGTERM');

      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(43);
    });

    test('5,000 intervals take far less than a second', () => {
      const text = Array.from({ length: 5_000 }, (_, i) => String(i * 2)).join(',');
      const begun = performance.now();

      const result = run(shell, wrapCommand(['sh', '-c', 'echo $AWS_BATCH_JOB_ARRAY_INDEX']), {
        ARRAYJOB_INDEXES: text,
        AWS_BATCH_JOB_ARRAY_INDEX: '4999',
      });

      expect(result.stdout.trim()).toBe('9998');
      expect(performance.now() - begun).toBeLessThan(1_000);
    });
  });
}
