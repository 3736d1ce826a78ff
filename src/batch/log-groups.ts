import { ask, clientConfig, type AskOptions } from './ask.ts';
import type { Outcome } from './outcome.ts';

/** Which log groups there are. */
export interface LogGroups {
  /** Whether a group of exactly this name is there (logs:DescribeLogGroups). */
  has(name: string, region?: string): Promise<Outcome<boolean>>;
  close(): void;
}

export function createLogGroups(options: AskOptions = {}): LogGroups {
  const clients = new Map<string, { destroy(): void }>();
  return {
    has: (name, region) =>
      ask('logs:DescribeLogGroups', async () => {
        const sdk = await import('@aws-sdk/client-cloudwatch-logs');
        const there = region ?? options.region;
        const known = clients.get(there ?? '') as InstanceType<typeof sdk.CloudWatchLogsClient> | undefined;
        const client =
          known ??
          new sdk.CloudWatchLogsClient(
            clientConfig(there === undefined ? options : { ...options, region: there }),
          );
        clients.set(there ?? '', client);
        // Groups come sorted by name, and a name sorts before all that it is the beginning of: it is on the first page.
        const { logGroups = [] } = await client.send(
          new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 50 }),
        );
        return logGroups.some((each) => each.logGroupName === name);
      }),
    close() {
      for (const each of clients.values()) each.destroy();
    },
  };
}
