// One child over everything that the others have written.
import { list, needed, readJson, write, writeJson } from './bucket.mjs';

/** Objects that are read at a time. */
const AT_A_TIME = 16;

const bucket = needed('RESULTS_BUCKET');
const files = await readAll('results/count-files/');
const simulations = await readAll('results/simulate/');
if (files.length === 0) throw new Error(`s3://${bucket}/results/count-files/ holds no results`);

const types = [...new Set(files.map(({ type }) => type))].sort().map((type) => {
  const those = files.filter((each) => each.type === type);
  return { type, files: those.length, rows: sum(those, 'rows'), bytes: sum(those, 'bytes') };
});
const largest = files
  .filter(({ rows }) => rows !== undefined)
  .sort((a, b) => b.rows - a.rows || (a.key < b.key ? -1 : 1))
  .slice(0, 10)
  .map(({ key, rows, columns }) => ({ key, rows, columns }));
const throws = sum(simulations, 'throws');
const pi =
  throws === 0
    ? undefined
    : {
        children: simulations.length,
        retried: simulations.filter(({ attempt }) => attempt > 1).length,
        throws,
        estimate: (4 * sum(simulations, 'inside')) / throws,
      };

const summary = {
  files: files.length,
  rows: sum(files, 'rows'),
  bytes: sum(files, 'bytes'),
  types,
  largest,
  pi,
};
await writeJson(bucket, 'results/summary.json', summary);
await write(bucket, 'results/summary.md', markdown(), 'text/markdown');

/** The results below a prefix, in the order of their keys. */
async function readAll(prefix) {
  const keys = await list(bucket, prefix);
  const results = [];
  for (let at = 0; at < keys.length; at += AT_A_TIME) {
    results.push(...(await Promise.all(keys.slice(at, at + AT_A_TIME).map((key) => readJson(bucket, key)))));
  }
  return results;
}

function sum(list, member) {
  return list.reduce((total, each) => total + (each[member] ?? 0), 0);
}

function markdown() {
  const table = (head, rows) =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const parts = [
    '# Summary',
    `${summary.files} files, ${summary.rows} rows, ${summary.bytes} bytes.`,
    table(
      ['type', 'files', 'rows', 'bytes'],
      types.map((each) => [each.type, each.files, each.rows, each.bytes]),
    ),
    '## Most rows',
    table(
      ['file', 'rows', 'columns'],
      largest.map((each) => [each.key, each.rows, each.columns]),
    ),
  ];
  if (pi !== undefined) {
    parts.push(
      '## Pi',
      `${pi.estimate.toFixed(5)}, from ${pi.throws} throws of ${pi.children} children, of which ${pi.retried} had to try again.`,
    );
  }
  return `${parts.join('\n\n')}\n`;
}
