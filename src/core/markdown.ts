/** Text for Markdown as GitHub and GitLab show it; whatever it holds, it stays text. */

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** One line of text, cut to a length. */
export function oneLine(text: string, charactersMax: number): string {
  const line = text.replace(INVISIBLE, ' ').replace(/ {2,}/g, ' ').trim();
  if (line.length <= charactersMax) return line;
  // A cut between the halves of a letter would leave one that no host takes.
  const cut = line.slice(0, charactersMax - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}

/**
 * Text as code: names and reasons come from anywhere, and inside of code neither HTML, links,
 * mentions of people nor references to issues do anything.
 */
export function code(text: string, charactersMax = 200): string {
  const line = oneLine(text, charactersMax);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((each) => each[0].length));
  const fence = '`'.repeat(longest + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/** A row of a table; the cells must hold no line ends. Cells are parted before code is read, so that bars need a backslash even there. */
export function row(cells: readonly string[]): string {
  // A backslash before a bar would take the meaning from the one that is put there.
  const safe = cells.map((cell) => cell.replace(/\\(?=\|)/g, '\\ ').replaceAll('|', '\\|'));
  return `| ${safe.join(' | ')} |`;
}

/** Lines of a table or list as far as they fit, with a last one for those that do not. */
export function linesWithin(
  lines: readonly string[],
  charactersMax: number,
  rest: (count: number) => string,
  countMax = Infinity,
): readonly string[] {
  const fitting = (max: number): number => {
    let length = 0;
    let count = 0;
    for (const line of lines) {
      length += line.length + 1;
      if (length > max || count === countMax) break;
      count++;
    }
    return count;
  };
  if (fitting(charactersMax) === lines.length) return lines;
  const shown = fitting(charactersMax - rest(lines.length).length - 1);
  return [...lines.slice(0, shown), rest(lines.length - shown)];
}

/** Text that is shown when a reader asks for it. The text may hold anything, the title must be ours. */
export function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

/** `1 job`, `2 jobs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A number with its thousands set apart. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
