import type { Logger } from 'pino';
import type { Lease } from '../../state/index.ts';
import { UsageError } from '../text.ts';

/** How long a pass once waits for another controller to let the lease go. */
const LEASE_WAIT_MS = 30_000;

/** Waits until this process is the one controller of the source. */
export async function held(lease: Lease, log: Logger, stop: AbortSignal, once: boolean): Promise<void> {
  if (lease.state === 'held' || stop.aborted) return;
  log.warn(
    { holder: lease.other?.holder },
    'Another controller holds the lease of this source; standing by until it is gone',
  );
  const limit = once ? AbortSignal.timeout(LEASE_WAIT_MS) : undefined;
  await new Promise<void>((resolve, reject) => {
    const off = lease.onChange(() => {
      if (lease.state !== 'held') return;
      off();
      resolve();
    });
    stop.addEventListener('abort', () => {
      resolve();
    });
    limit?.addEventListener('abort', () => {
      const holder = lease.other?.holder ?? 'unknown';
      reject(
        new UsageError(
          `another controller (${holder}) holds the lease of this source; stop it, or give this one a --state of its own`,
        ),
      );
    });
  });
}
