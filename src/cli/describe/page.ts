import { harmless } from '../text.ts';

/** A part of a page: lines under a title, or the head of the page without one. */
export interface Section {
  readonly title?: string;
  readonly lines: readonly string[];
}

/** Text from elsewhere on one line, without what a terminal would obey. */
export function plain(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}

/** Names and their values, the values below each other; what has none is left out. */
export function pairs(
  rows: readonly (readonly [name: string, value: string | undefined])[],
  width: number,
): readonly string[] {
  const shown = rows.filter((each): each is readonly [string, string] => (each[1] ?? '') !== '');
  const room = Math.max(0, ...shown.map(([name]) => name.length)) + 2;
  return shown.flatMap(([name, value]) => wrapped(`${`${name}:`.padEnd(room)} `, value, width));
}

/** A text behind a lead, in lines no longer than the width where words allow it; further lines stand below the first. */
export function wrapped(lead: string, text: string, width: number): readonly string[] {
  const room = Math.max(20, width - lead.length);
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each, i) => `${i === 0 ? lead : ' '.repeat(lead.length)}${each}`.trimEnd());
}

/** The sections that have something to say, with an empty line between. */
export function pageText(sections: readonly Section[]): string {
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) =>
      title === undefined ? lines.join('\n') : [`${title}:`, ...lines.map((each) => `  ${each}`)].join('\n'),
    )
    .join('\n\n');
}
