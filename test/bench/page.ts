import { aimOf, amount, type Figure, met } from './figures.ts';

const begin = (name: string): string => `<!-- figures of ${name} -->`;
const END = '<!-- end of figures -->';

/** A table of figures, with where they were measured. */
export function tableOf(figures: readonly Figure[], measuredOn: string): string {
  const rows = figures.map((figure) => {
    const aim = aimOf(figure);
    const verdict = aim === '' ? '' : `${aim}: ${met(figure) === true ? 'met' : '**missed**'}`;
    return `| ${figure.name} | ${amount(figure.value)} ${figure.unit} | ${verdict} |`;
  });
  return ['| figure | measured | aim |', '| --- | ---: | --- |', ...rows, '', measuredOn].join('\n');
}

/** The page with another table in the place of a benchmark's. Throws when the page has no place for it. */
export function withTable(page: string, name: string, table: string): string {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for ${name}: ${begin(name)} … ${END}`);
  return `${page.slice(0, from)}${begin(name)}\n${table}\n${page.slice(to)}`;
}

/** What stands in a benchmark's table: the text of each figure's value, by the figure's name. */
export function valuesIn(page: string, name: string): ReadonlyMap<string, string> {
  const from = page.indexOf(begin(name));
  const table = from < 0 ? '' : page.slice(from, page.indexOf(END, from));
  return new Map([...table.matchAll(/^\| (.+?) \| (-?[\d.,]+) .*\|$/gm)].map((row) => [row[1]!, row[2]!]));
}
