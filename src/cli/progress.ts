import type { Status } from '../core/status.ts';
import type { PlanEvent } from '../core/outcomes.ts';
import { colourful, harmless } from './text.ts';

/** What `run` shows of the objects it works on. */
export interface Progress {
  standing(object: string, status: Status): void;
  event(object: string, event: PlanEvent): void;
  close(): void;
}

const BAR = 24;

/** One line about an ArrayJob: name, phase, a bar, and the counts. */
export function progressLine(name: string, status: Status, width: number): string {
  const counts = status.indexes;
  if (counts === undefined) return `${name}  ${status.phase}`.slice(0, width);
  const part = (count: number) => (counts.total === 0 ? 0 : Math.round((count / counts.total) * BAR));
  const done = part(counts.succeeded);
  const failed = Math.min(BAR - done, part(counts.failed));
  const running = Math.min(BAR - done - failed, part(counts.running));
  const bar =
    '█'.repeat(done) + '▓'.repeat(running) + '✗'.repeat(failed) + '░'.repeat(BAR - done - failed - running);
  const words = [
    `${counts.succeeded}/${counts.total}`,
    counts.running > 0 ? `${counts.running} running` : '',
    counts.failed > 0 ? `${counts.failed} failed` : '',
    counts.waiting > 0 ? `${counts.waiting} waiting` : '',
  ].filter((each) => each !== '');
  return `${name.padEnd(24)} ${status.phase.padEnd(9)} ${bar} ${words.join(', ')}`.slice(0, width);
}

/** On a terminal: one live line per ArrayJob, redrawn in place, events above them. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  const lines = new Map<string, Status>();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const bold = (text: string) => (colourful(stream) ? `\u001b[1m${text}\u001b[22m` : text);

  const erase = (): void => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    timer = undefined;
    erase();
    const room = Math.max(1, stream.rows - 2);
    const shown = [...lines].slice(0, room);
    for (const [name, status] of shown) stream.write(`${progressLine(name, status, stream.columns - 1)}\n`);
    drawn = shown.length;
  };
  const soon = (): void => {
    timer ??= setTimeout(draw, 80);
  };

  return {
    standing(object, status) {
      if (!object.startsWith('ArrayJob/')) return;
      lines.set(object.slice('ArrayJob/'.length), status);
      soon();
    },
    event(object, event) {
      erase();
      stream.write(`${bold(harmless(object))} ${event.reason}: ${harmless(event.message)}\n`);
      soon();
    },
    close() {
      clearTimeout(timer);
      draw();
      drawn = 0;
    },
  };
}
