import type { Check, CheckResult } from '../../controller/doctor/check.ts';
import { sentences } from '../../core/finding.ts';
import { colourful, harmless, print } from '../text.ts';

/** How many checks ended how. */
export type Summary = Readonly<Record<CheckResult, number>>;

export function summaryOf(checks: readonly Check[]): Summary {
  const count = (result: CheckResult): number => checks.filter((each) => each.result === result).length;
  return { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') };
}

/** SGR colours: green, yellow, red, grey. */
const COLOURS: Readonly<Record<CheckResult, string>> = { ok: '32', warn: '33', fail: '31', skipped: '90' };
const SUBJECT_INDENT = ' '.repeat(22);
/** Objects named with a failure; more would hide the others. */
const AFFECTED_MAX = 4;

/** One line a check, and below what is wrong the remedy and whom it concerns. */
export function printReport(checks: readonly Check[]): void {
  const colours = colourful(process.stdout);
  for (const each of checks) {
    const word = each.result.padEnd(7);
    const shown = colours ? `\u001b[${COLOURS[each.result]}m${word}\u001b[0m` : word;
    print(`${shown}  ${each.check.padEnd(11)}  ${plain(`${each.subject}: ${each.message}`)}`);
    const more = each.result === 'fail' || each.result === 'warn' ? concerned(each.affects) : '';
    const remedy = [each.remedy === '' ? '' : sentences('', each.remedy), more].filter((part) => part !== '');
    if (remedy.length > 0) print(`${SUBJECT_INDENT}${plain(remedy.join(' '))}`);
  }
  const { ok, warn, fail, skipped } = summaryOf(checks);
  print(`${ok} ok, ${warn} to think about, ${fail} failed, ${skipped} not looked at`);
}

function concerned(affects: readonly string[]): string {
  if (affects.length === 0) return '';
  const more = affects.length - AFFECTED_MAX;
  return `(${affects.slice(0, AFFECTED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

function plain(text: string): string {
  return harmless(text).replaceAll('\n', ' ');
}
