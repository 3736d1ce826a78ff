// Loaded into the daemon's process by --import: tells what it holds whenever it is asked, after a collection.
import { readdirSync } from 'node:fs';

export interface Probed {
  readonly heap: number;
  readonly outside: number;
  readonly resident: number;
  readonly timers: number;
  readonly handles: number;
  readonly descriptors: number;
}

process.on('message', () => {
  const collect = (globalThis as { gc?: () => void }).gc;
  collect?.();
  collect?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter((each) => each === 'Timeout').length;
  const probed: Probed = {
    heap: heapUsed,
    outside: external,
    resident: rss,
    timers,
    handles: resources.length - timers,
    descriptors: readdirSync('/proc/self/fd').length,
  };
  process.send?.(probed);
});
process.channel?.unref();
