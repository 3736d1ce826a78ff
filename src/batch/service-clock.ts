import type { BatchClient } from '@aws-sdk/client-batch';

/** The service's own time, as its answers tell it. */
export interface ServiceClock {
  /** Milliseconds since 1970, to about a second; undefined before the first answer. */
  now(): number | undefined;
  /** Reads the time off every answer that the client gets, errors among them. */
  follow(client: BatchClient): void;
}

export function createServiceClock(): ServiceClock {
  let read: { readonly date: number; readonly at: number } | undefined;
  return {
    now: () => (read === undefined ? undefined : Math.round(read.date + performance.now() - read.at)),
    follow(client) {
      client.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          const date = dateOf(result.response);
          if (date !== undefined) read = { date, at: performance.now() };
          return result;
        },
        // Next to the wire: answers that the SDK turns into errors have a date, too.
        { step: 'deserialize', priority: 'low', name: 'readDate' },
      );
    },
  };
}

/** The Date header of an answer: milliseconds since 1970, in whole seconds. */
export function dateOf(response: unknown): number | undefined {
  const headers = (response as { headers?: Readonly<Record<string, unknown>> } | undefined)?.headers ?? {};
  const text = Object.entries(headers).find(([name]) => name.toLowerCase() === 'date')?.[1];
  const date = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
