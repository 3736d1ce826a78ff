import type * as sdkModule from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { type BatchEvent, parseBatchEvent } from './batch-event.ts';

/** A queue as a person names it: by its URL, or by name (and account) in the region of the credentials. */
export type QueueAddress =
  | { readonly kind: 'url'; readonly url: string; readonly region: string | undefined }
  | { readonly kind: 'name'; readonly name: string; readonly account: string | undefined };

/** Reads `sqs://NAME`, `sqs://ACCOUNT/NAME` or the URL of a queue; undefined for anything else. */
export function parseQueue(text: string): QueueAddress | undefined {
  const named = /^sqs:\/\/(?:(\d{12})\/)?([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/.exec(text);
  if (named !== null) return { kind: 'name', name: named[2]!, account: named[1] };
  if (!URL.canParse(text)) return undefined;
  const { protocol, pathname, hostname, username } = new URL(text);
  if (!/^https?:$/.test(protocol) || username !== '' || !/^\/[^/]+\/[^/]+$/.test(pathname)) return undefined;
  return { kind: 'url', url: text, region: /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(hostname)?.[1] };
}

export interface Hints {
  /** Resolves when nothing more is received. */
  stop(): Promise<void>;
}

export interface HintsOptions {
  readonly queue: QueueAddress;
  readonly clock: Clock;
  /** What a message says; true when it was of use. */
  readonly onEvent: (event: BatchEvent & { readonly kind: 'job' }) => boolean;
  readonly count: (outcome: 'used' | 'foreign' | 'malformed') => void;
  /** The queue cannot be read, or can again. */
  readonly onHealth: (ok: boolean, reason: string) => void;
  /** For tests. */
  readonly client?: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/** SQS' bounds of one receive. */
const WAIT_SECONDS = 20;
const MESSAGES_MAX = 10;

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 60_000;

/**
 * Reads Batch's events from a queue until stopped. They are hints and never the truth: every message is taken off the
 * queue, whatever it says, and one that is lost costs no more than a look at the next poll.
 */
export function startHints(options: HintsOptions): Hints {
  const { clock } = options;
  const abort = new AbortController();
  let wake = (): void => undefined;

  const run = async (): Promise<void> => {
    let failures = 0;
    let healthy: boolean | undefined;
    let open: Opened | undefined;
    while (!abort.signal.aborted) {
      try {
        open ??= await openQueue(options, abort.signal);
        await receive(open, options, abort.signal);
        failures = 0;
        if (healthy === false) options.onHealth(true, '');
        healthy = true;
      } catch (error) {
        if (isAborted(abort.signal)) break;
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        if (healthy !== false) options.onHealth(false, reason);
        healthy = false;
        const wait = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(failures++, 10));
        await new Promise<void>((resolve) => {
          const cancel = clock.after(wait * (0.75 + clock.random() / 2), resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
      }
    }
    open?.client.destroy();
  };
  const ended = run();

  return {
    async stop() {
      abort.abort();
      wake();
      await ended;
    },
  };
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

type Sdk = typeof sdkModule;

interface Opened {
  readonly sdk: Sdk;
  readonly client: InstanceType<Sdk['SQSClient']>;
  readonly url: string;
}

/** The SDK is loaded only here: without --events nobody waits for it. */
async function openQueue({ queue, client: given }: HintsOptions, signal: AbortSignal): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-sqs');
  const region = queue.kind === 'url' && queue.region !== undefined ? { region: queue.region } : {};
  const client = new sdk.SQSClient({
    ...region,
    ...given,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: (WAIT_SECONDS + 10) * 1_000 },
  });
  if (queue.kind === 'url') return { sdk, client, url: queue.url };
  const command = new sdk.GetQueueUrlCommand({
    QueueName: queue.name,
    QueueOwnerAWSAccountId: queue.account,
  });
  try {
    const { QueueUrl } = await client.send(command, { abortSignal: signal });
    return { sdk, client, url: QueueUrl ?? '' };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

async function receive(
  { sdk, client, url }: Opened,
  options: HintsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { Messages: messages = [] } = await client.send(
    new sdk.ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: MESSAGES_MAX,
      WaitTimeSeconds: WAIT_SECONDS,
    }),
    { abortSignal: signal },
  );
  if (messages.length === 0) return;
  for (const { Body: body = '' } of messages) {
    const event = parseBatchEvent(body);
    if (event.kind === 'job') options.count(options.onEvent(event) ? 'used' : 'foreign');
    else options.count(event.kind);
  }
  // One that cannot be deleted comes again, which does no harm.
  await client.send(
    new sdk.DeleteMessageBatchCommand({
      QueueUrl: url,
      Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
    }),
    { abortSignal: signal },
  );
}
