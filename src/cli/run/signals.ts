import { constants } from 'node:os';
import type { Logger } from 'pino';

/** How long an orderly end may take; whoever sent the signal waits ten seconds, as Docker does, before it kills. */
const PATIENCE_MS = 8_500;

/** How long the lease may take to be given back when all else hangs. */
const LAST_MS = 1_000;

export interface Signals {
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly stop: AbortSignal;
  /** What is done when an orderly end takes too long, before the process ends all the same. */
  onLastResort(act: () => Promise<void>): void;
  /** What SIGUSR2 logs. */
  onDump(dump: () => Readonly<Record<string, unknown>>): void;
  close(): void;
}

/**
 * The first SIGINT or SIGTERM asks for an orderly end, the second one ends at once. SIGUSR2 logs what is going on.
 */
export function listenToSignals(log: Logger): Signals {
  const stop = new AbortController();
  let lastResort = (): Promise<void> => Promise.resolve();
  let dump: (() => Readonly<Record<string, unknown>>) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const end = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (stop.signal.aborted) {
      log.warn(
        { signal },
        'Ending at once, as asked a second time; what is under way is taken up by the next start',
      );
      process.exit(128 + constants.signals[signal]);
    }
    stop.abort();
    timer = setTimeout(() => {
      log.error(
        { afterMs: PATIENCE_MS },
        'Something does not end; giving the lease back and ending all the same',
      );
      const exit = (): never => process.exit(1);
      setTimeout(exit, LAST_MS);
      lastResort().then(exit, exit);
    }, PATIENCE_MS).unref();
  };
  const onInt = (): void => {
    end('SIGINT');
  };
  const onTerm = (): void => {
    end('SIGTERM');
  };
  const onUsr2 = (): void => {
    // Whoever asks wants to see it, however little is logged else.
    log.child({}, { level: 'info' }).info(dump?.() ?? {}, 'Dump');
  };
  process.on('SIGINT', onInt);
  process.on('SIGTERM', onTerm);
  process.on('SIGUSR2', onUsr2);

  return {
    stop: stop.signal,
    onLastResort(act) {
      lastResort = act;
    },
    onDump(make) {
      dump = make;
    },
    close() {
      clearTimeout(timer);
      process.off('SIGINT', onInt);
      process.off('SIGTERM', onTerm);
      process.off('SIGUSR2', onUsr2);
    },
  };
}
