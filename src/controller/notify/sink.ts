import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Change } from './change.ts';
import { bodyOf, type NotifyFormat } from './form.ts';

/** Where notifications go. */
export interface SinkAddress {
  readonly url: URL;
  readonly format: NotifyFormat;
}

/** Sends changes to one address, one after the other. */
export interface Sink {
  /** Tells sinks apart over restarts without telling the address. */
  readonly key: string;
  /** What of the address may be shown. */
  readonly shown: string;
  send(change: Change): void;
  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void>;
  stop(): void;
}

export interface SinkOptions {
  readonly address: SinkAddress;
  /** Signs bodies. */
  readonly secret: string | undefined;
  readonly clock: Clock;
  /** Sent, refused for good or too often tried, or pushed out of the queue. */
  readonly onDone: (change: Change, outcome: 'sent' | 'failed' | 'dropped', why: string) => void;
  readonly timeoutMs?: number;
}

const QUEUE_MAX = 1_000;
const TRIES = 12;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 300_000;
const TIMEOUT_MS = 10_000;

/** Reads an address. A text when it cannot be used: what is wrong, without the address' secrets. */
export function parseSink(text: string, format: NotifyFormat | undefined): SinkAddress | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return 'it is not an http or https URL';
  return { url, format: format ?? (url.hostname === 'hooks.slack.com' ? 'slack' : 'cloudevents') };
}

export function createSink(options: SinkOptions): Sink {
  const { clock, address, secret } = options;
  const url = new URL(address.url);
  const user = url.username === '' ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = '';
  url.password = '';
  let queue: Change[] = [];
  let running = false;
  let stopped = false;
  const waiters: (() => void)[] = [];
  let wake = (): void => undefined;

  const post = async (
    change: Change,
  ): Promise<{ ok: boolean; again: boolean; why: string; afterMs?: number }> => {
    const { type, text } = bodyOf(change, address.format);
    const headers: Record<string, string> = { 'content-type': type, 'user-agent': 'arrayjob' };
    if (secret !== undefined) {
      headers['x-arrayjob-signature-256'] =
        `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
    }
    if (user !== undefined) headers['authorization'] = `Basic ${Buffer.from(user).toString('base64')}`;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: text,
        // A redirect would take the body and its signature to where nobody has sent them.
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      });
      await response.body?.cancel();
      const { status } = response;
      const asked = Number(response.headers.get('retry-after') ?? Number.NaN) * 1_000;
      return {
        ok: status >= 200 && status < 300,
        again: status === 408 || status === 425 || status === 429 || status >= 500,
        why: `HTTP ${status}`,
        ...(asked > 0 ? { afterMs: asked } : {}),
      };
    } catch (error) {
      return { ok: false, again: true, why: reasonOf(error) };
    }
  };

  const deliver = async (change: Change): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const { ok, again, why, afterMs = 0 } = await post(change);
      if (ok) {
        options.onDone(change, 'sent', why);
        return;
      }
      if (stopped) return;
      if (!again || attempt >= TRIES) {
        options.onDone(change, 'failed', why);
        return;
      }
      const wait = Math.min(BACKOFF_MAX_MS, Math.max(afterMs, BACKOFF_FIRST_MS * 2 ** (attempt - 1)));
      await new Promise<void>((resolve) => {
        const cancel = clock.after(wait * (0.75 + clock.random() / 2), resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
      if (isStopped()) return;
    }
  };

  const isStopped = (): boolean => stopped;

  const run = async (): Promise<void> => {
    running = true;
    for (let next = queue.shift(); next !== undefined && !isStopped(); next = queue.shift())
      await deliver(next);
    running = false;
    for (const each of waiters.splice(0)) each();
  };

  return {
    key: createHash('sha256').update(address.url.href).digest('hex').slice(0, 12),
    shown: url.origin,
    send(change) {
      if (stopped) return;
      queue.push(change);
      if (queue.length > QUEUE_MAX) options.onDone(queue.shift()!, 'dropped', 'too many wait');
      if (!running) void run();
    },
    idle: () =>
      new Promise((resolve) => {
        if (!running) resolve();
        else waiters.push(resolve);
      }),
    stop() {
      stopped = true;
      queue = [];
      waiters.splice(0).forEach((each) => {
        each();
      });
      wake();
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Why a request had no answer, in words that never hold the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null ? (cause as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'no answer';
}
