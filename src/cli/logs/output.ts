import { once } from 'node:events';
import type { LogLine } from '../../batch/log-streams.ts';
import { harmless } from '../text.ts';

/** Colours and their like, which make no sense in the middle of other lines. */
const SEQUENCES = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Writes lines of logs. In a pipe they are as they were printed; a terminal does not get to see what it would obey. */
export async function writeLines(
  lines: readonly LogLine[],
  prefix: string,
  timestamps: boolean,
): Promise<void> {
  const { stdout } = process;
  const clean = stdout.isTTY ? (text: string) => harmless(text.replace(SEQUENCES, '')) : String;
  const texts = lines.map(({ time, text }) => {
    const stamp = timestamps ? `${new Date(time).toISOString()} ` : '';
    return `${prefix}${stamp}${clean(text).replace(/\r?\n$/, '')}\n`;
  });
  if (texts.length > 0 && !stdout.write(texts.join(''))) await once(stdout, 'drain');
}
