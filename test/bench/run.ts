import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BENCHMARKS, SHORT } from './benchmarks.ts';
import { type Figure, line, machine, met, type Size } from './figures.ts';
import { deviations, type Expected, type Held, heldOf } from './gate.ts';
import { tableOf, withTable } from './page.ts';

const HELP = `npm run bench -- [CASE…] [--short] [--check] [--update] [--write]

Cases: ${Object.keys(BENCHMARKS).join(', ')} (all unless named)

--short    small forms, of the cases that have one: ${SHORT.join(', ')}
--check    exits with 1 when a figure is other than test/bench/expected.json says
--update   writes what was measured into test/bench/expected.json
--write    writes what was measured into docs/performance.md
`;

const EXPECTED = 'test/bench/expected.json';
const PAGE = 'docs/performance.md';
const root = process.cwd();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const write = (text: string): void => void process.stdout.write(`${text}\n`);
const unknown = positionals.filter((each) => !Object.hasOwn(BENCHMARKS, each));
if (values.help || unknown.length > 0) {
  write(unknown.length > 0 ? `no such case: ${unknown.join(', ')}\n\n${HELP}` : HELP);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const size: Size = values.short ? 'short' : 'full';
const possible = values.short ? SHORT : Object.keys(BENCHMARKS);
const wanted = possible.filter((each) => positionals.length === 0 || positionals.includes(each));
write(machine());
let deviating = 0;
for (const name of wanted) {
  write(`\n${name}`);
  const figures = await BENCHMARKS[name]!(write, size);
  for (const figure of figures) write(`  ${line(figure)}`);
  if (values.update) update(name, heldOf(figures));
  if (values.check) check(name, figures);
  if (values.write && size === 'full') {
    const page = join(root, PAGE);
    writeFileSync(page, withTable(readFileSync(page, 'utf8'), name, tableOf(figures, `${machine()}.`)));
  }
  const missed = figures.filter((each) => met(each) === false).length;
  if (missed > 0) write(`  ${missed} of the aims missed`);
}
if (values.check) write(deviating === 0 ? '\nas expected' : `\n${deviating} figures are not as expected`);
process.exitCode = deviating === 0 ? 0 : 1;

function expected(): Expected {
  return JSON.parse(readFileSync(join(root, EXPECTED), 'utf8')) as Expected;
}

function update(name: string, held: Held): void {
  const all = expected();
  const next = { ...all, [size]: { ...all[size], [name]: held } };
  writeFileSync(join(root, EXPECTED), `${JSON.stringify(next, null, 2)}\n`);
}

function check(name: string, figures: readonly Figure[]): void {
  if (!figures.some((each) => each.gate !== undefined)) return;
  for (const each of deviations(expected()[size][name], figures)) {
    deviating += 1;
    write(`  NOT AS EXPECTED: ${each}`);
  }
}
