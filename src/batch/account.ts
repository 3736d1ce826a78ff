import { ask, clientConfig, type AskOptions } from './ask.ts';
import { classify } from './classify.ts';
import { dateOf } from './service-clock.ts';
import { ok, type Outcome } from './outcome.ts';

/** Where credentials were found, without anything secret. */
export interface CredentialsFound {
  /** In words: `environment variables`, `the EC2 instance's role`, … */
  readonly provider: string;
  /** The id of the access key, which is no secret but is cut all the same. */
  readonly accessKeyId: string;
  readonly accountId?: string;
  /** When they end, for those that do; milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** Whose the credentials are, in STS's words. */
export interface Identity {
  readonly arn: string;
  readonly accountId: string;
}

/** How far this machine's clock is from the service's. */
export interface ClockReading {
  /** Positive when this machine is ahead. */
  readonly aheadMs: number;
  /** Half of how long the answer took, and the second to which a Date header is cut. */
  readonly precisionMs: number;
}

/** What can be known of the caller before anything is asked of Batch. No method throws. */
export interface Account {
  region(): Promise<Outcome<string>>;
  credentials(): Promise<Outcome<CredentialsFound>>;
  /** Needs no permission. Services other than AWS may not have it. */
  identity(): Promise<Outcome<Identity>>;
  /** From the Date of an answer of Batch, whatever the answer is; undefined when there was none. */
  clock(): Promise<ClockReading | undefined>;
  close(): void;
}

/**
 * The features by which the SDK counts where credentials come from, with what they mean. The later ones are more
 * telling: a role that is assumed from a profile has both.
 */
const PROVIDERS: readonly (readonly [feature: string, words: string])[] = [
  ['CREDENTIALS_CODE', 'the program itself'],
  ['CREDENTIALS_ENV_VARS', 'environment variables'],
  ['CREDENTIALS_PROFILE', 'a profile'],
  ['CREDENTIALS_PROFILE_PROCESS', "a profile's process"],
  ['CREDENTIALS_PROFILE_SSO', 'an SSO profile'],
  ['CREDENTIALS_PROFILE_SSO_LEGACY', 'an SSO profile'],
  ['CREDENTIALS_PROFILE_LOGIN', 'a profile that was logged in to'],
  ['CREDENTIALS_HTTP', "the container's role"],
  ['CREDENTIALS_IMDS', "the EC2 instance's role"],
  ['CREDENTIALS_STS_ASSUME_ROLE', 'a role that a profile assumes'],
  ['CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN', 'a web identity token of a profile'],
  ['CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN', 'a web identity token (IRSA)'],
];

/** The caller of AWS, or of the service that AWS_ENDPOINT_URL names. Both SDK clients are loaded when they are asked. */
export function createAccount(options: AskOptions = {}): Account {
  const opened: { destroy(): void }[] = [];
  const keep = <C extends { destroy(): void }>(client: C): C => {
    opened.push(client);
    return client;
  };

  const openSts = async () => {
    const sdk = await import('@aws-sdk/client-sts');
    return { sdk, client: keep(new sdk.STSClient(clientConfig(options))) };
  };
  let loading: ReturnType<typeof openSts> | undefined;
  const sts = () => (loading ??= openSts());

  return {
    async region() {
      try {
        const { client } = await sts();
        return ok(await client.config.region());
      } catch (error) {
        return classify('region', error);
      }
    },

    async credentials() {
      try {
        const { client } = await sts();
        const found = await client.config.credentials();
        const { accountId, expiration } = found;
        return ok({
          provider: providerOf((found as { $source?: unknown }).$source),
          accessKeyId: `…${found.accessKeyId.slice(-4)}`,
          ...(accountId === undefined ? {} : { accountId }),
          ...(expiration === undefined ? {} : { expiresAt: expiration.getTime() }),
        });
      } catch (error) {
        return classify('credentials', error);
      }
    },

    identity: () =>
      ask('sts:GetCallerIdentity', async () => {
        const { sdk, client } = await sts();
        const { Arn: arn, Account: accountId } = await client.send(new sdk.GetCallerIdentityCommand({}));
        if (arn === undefined || accountId === undefined) throw new Error('the answer names nobody');
        return { arn, accountId };
      }),

    async clock() {
      const sdk = await import('@aws-sdk/client-batch');
      const client = keep(new sdk.BatchClient(clientConfig(options)));
      let reading: ClockReading | undefined;
      client.middlewareStack.add(
        (next) => async (args) => {
          const before = Date.now();
          const result = await next(args);
          reading = readingOf(result.response, before, Date.now());
          return result;
        },
        // Next to the wire: answers that the SDK turns into errors have a date, too.
        { step: 'deserialize', priority: 'low', name: 'readClock' },
      );
      await client.send(new sdk.DescribeJobQueuesCommand({ maxResults: 1 })).catch(() => undefined);
      return reading;
    },

    close() {
      for (const each of opened) each.destroy();
    },
  };
}

function providerOf(source: unknown): string {
  const features = typeof source === 'object' && source !== null ? source : {};
  return PROVIDERS.findLast(([feature]) => feature in features)?.[1] ?? 'the SDK';
}

function readingOf(response: unknown, beforeMs: number, afterMs: number): ClockReading | undefined {
  const theirs = dateOf(response);
  if (theirs === undefined) return undefined;
  const middle = (beforeMs + afterMs) / 2;
  // A Date header says the second that has begun; on average it is half of one old.
  return {
    aheadMs: Math.round(middle - (theirs + 500)),
    precisionMs: Math.ceil((afterMs - beforeMs) / 2) + 500,
  };
}
