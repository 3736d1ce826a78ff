import { ask, clientConfig, type AskOptions } from './ask.ts';
import type { Outcome } from './outcome.ts';

/** One line of a log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/** Where a stream is; in the region of the caller unless it says another. */
export interface StreamPlace {
  readonly group: string;
  readonly stream: string;
  readonly region?: string;
}

/** A part of a stream; `next` asks for what follows, and is the same again at the end of what is there now. */
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next: string;
}

/** CloudWatch Logs, as far as reading what a child printed goes. No method throws. */
export interface LogStreams {
  /** From the beginning or behind `from`, at most 10,000 lines or 1 MiB; `missing`: there is no such group or stream (yet). */
  read(place: StreamPlace, from?: string): Promise<Outcome<LogPage | 'missing'>>;
  /** The last `count` lines, at most 10,000. */
  tail(place: StreamPlace, count: number): Promise<Outcome<LogPage | 'missing'>>;
  close(): void;
}

/** Lines of one answer (GetLogEvents). */
const PAGE_MAX = 10_000;

/** The SDK's client is loaded at the first reading. GetLogEvents allows 25 calls a second; each is tried again when it is too much. */
export function createLogStreams(options: AskOptions = {}): LogStreams {
  const clients = new Map<string, { destroy(): void }>();

  const get = (
    place: StreamPlace,
    how: { readonly nextToken?: string; readonly limit?: number; readonly startFromHead: boolean },
  ): Promise<Outcome<LogPage | 'missing'>> =>
    ask('logs:GetLogEvents', async () => {
      const sdk = await import('@aws-sdk/client-cloudwatch-logs');
      const region = place.region ?? options.region ?? '';
      const known = clients.get(region) as InstanceType<typeof sdk.CloudWatchLogsClient> | undefined;
      const config = clientConfig(region === '' ? options : { ...options, region });
      const client = known ?? new sdk.CloudWatchLogsClient({ ...config, maxAttempts: 4 });
      clients.set(region, client);
      try {
        const { events = [], nextForwardToken } = await client.send(
          new sdk.GetLogEventsCommand({ logGroupName: place.group, logStreamName: place.stream, ...how }),
        );
        const lines = events.map(({ timestamp = 0, message = '' }) => ({ time: timestamp, text: message }));
        return { lines, next: nextForwardToken ?? how.nextToken ?? '' };
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'missing';
        throw error;
      }
    });

  return {
    read: (place, from) =>
      get(place, { ...(from === undefined ? {} : { nextToken: from }), startFromHead: true }),
    tail: (place, count) => get(place, { limit: Math.min(PAGE_MAX, count), startFromHead: false }),
    close() {
      for (const each of clients.values()) each.destroy();
    },
  };
}
