import {
  arrayWords,
  changeMarkdown,
  changeWords,
  headline,
  hoursWords,
  runWords,
  valueText,
  warningLines,
} from '../../core/change-markdown.ts';
import type { ChangeReport, ObjectChange } from '../../core/change-report.ts';
import { format } from '../../core/intervals.ts';
import { harmlessLine, jsonText, print, printError } from '../text.ts';

/** Interval text and values that a line has room for. */
const SHOWN = 60;

/** Prints what a change does, as text, Markdown or JSON. */
export function showChanges(report: ChangeReport, output: string | undefined): void {
  if (output === 'markdown') {
    print(changeMarkdown(report).trimEnd());
    return;
  }
  if (output === 'json') {
    print(jsonText(jsonOf(report), 2));
    return;
  }
  for (const line of warningLines(report)) print(harmlessLine(line.replace(/`+/g, '')));
  for (const each of report.objects) showObject(each);
  print(headline(report));
  for (const note of report.notes) printError(harmlessLine(note));
}

const SIGNS: Readonly<Record<ObjectChange['change'], string>> = {
  new: '+',
  changed: '~',
  removed: '-',
  affected: '>',
  same: ' ',
};

function showObject(each: ObjectChange): void {
  const words = [
    changeWords(each),
    each.runs === undefined ? '' : `runs ${runWords(each, cut)}`,
    arrayWords(each),
    hoursWords(each) === '' ? '' : `vCPU-hours: ${hoursWords(each)}`,
  ];
  print(
    harmlessLine(`${SIGNS[each.change]} ${each.object}  ${words.filter((word) => word !== '').join('; ')}`),
  );
  for (const { path, class: kind, before, after } of each.fields) {
    const change = `${cut(valueText(before))} → ${cut(valueText(after))}`;
    print(`    ${harmlessLine(`${path} (${kind}): ${change}`)}`);
  }
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

/** The report for tools. */
function jsonOf(report: ChangeReport): object {
  return {
    ...report,
    objects: report.objects.map(({ runs, ...rest }) => ({
      ...rest,
      ...(runs === undefined
        ? {}
        : {
            runs: {
              indexes: runs.indexes === undefined ? null : format(runs.indexes),
              again: runs.redone,
            },
          }),
    })),
  };
}
