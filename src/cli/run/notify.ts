import type { Logger } from 'pino';
import type { Clock } from '../../controller/clock.ts';
import type { NotifyFormat } from '../../controller/notify/form.ts';
import { createNotifier, type Notifier } from '../../controller/notify/notifier.ts';
import { parseSink, type SinkAddress } from '../../controller/notify/sink.ts';
import type { Telemetry } from '../../controller/telemetry.ts';
import type { StateStore } from '../../state/index.ts';
import { UsageError } from '../text.ts';

export interface NotifyOptions {
  readonly notify?: readonly string[];
  readonly notifyFormat?: NotifyFormat;
}

/** Signs the bodies of notifications. */
const SECRET_VARIABLE = 'ARRAYJOB_NOTIFY_SECRET';

/** The addresses that --notify names. Throws a UsageError, which names no more of an address than its place. */
export function sinkAddresses(options: NotifyOptions): readonly SinkAddress[] {
  return (options.notify ?? []).map((text, i) => {
    const address = parseSink(text, options.notifyFormat);
    if (typeof address === 'string') {
      throw new UsageError(`--notify number ${i + 1} cannot be used: ${address}; write https://host/path`);
    }
    return address;
  });
}

export function openNotifier(
  options: NotifyOptions,
  deps: {
    readonly store: StateStore;
    readonly clock: Clock;
    readonly log: Logger;
    readonly telemetry: Telemetry | undefined;
  },
): Notifier | undefined {
  const addresses = sinkAddresses(options);
  if (addresses.length === 0) return undefined;
  const { store, clock, log, telemetry } = deps;
  const secret = process.env[SECRET_VARIABLE]?.trim();
  return createNotifier({
    addresses,
    secret: secret === '' ? undefined : secret,
    store,
    clock,
    onOutcome(outcome, fields) {
      telemetry?.metrics.notified(outcome);
      if (outcome === 'sent') log.debug(fields, 'A notification was sent');
      else log.warn({ ...fields, outcome }, 'A notification was given up');
    },
  });
}
