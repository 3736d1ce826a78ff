import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { type Answer, refusal } from './answer.ts';
import type { Feed, FeedEvent } from './feed.ts';

/** Streams at a time. */
const STREAMS_MAX = 32;

const HEARTBEAT_MS = 10_000;

/** What may wait for a client that does not read, in bytes: more than everything that is remembered. */
const BUFFER_MAX = 2 * 1024 * 1024;

/** Server-sent events (WHATWG HTML, section 9.2). A client that does not read is dropped and may resume by Last-Event-ID. */
export function createStreams(feed: Feed, clock: Pick<Clock, 'after'>) {
  const open = new Set<ServerResponse>();

  const stream = (response: ServerResponse, lastId: string | undefined, object: string | undefined): void => {
    const wanted = (event: FeedEvent): boolean => object === undefined || event.object === object;
    const write = (text: string): void => {
      // The server is being closed.
      if (response.writableEnded) return;
      response.write(text);
      if (response.writableLength > BUFFER_MAX) response.destroy();
    };
    let cancel = (): void => undefined;
    const beat = (): void => {
      cancel = clock.after(HEARTBEAT_MS, () => {
        write(': alive\n\n');
        beat();
      });
    };
    open.add(response);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    const { events, gap } = feed.since(lastId);
    write('retry: 2000\n\n');
    if (gap) write('event: gap\ndata: {"message":"Events in between are no longer remembered"}\n\n');
    for (const each of events) if (wanted(each)) write(frame(each));
    const off = feed.subscribe((event) => {
      if (wanted(event)) write(frame(event));
    });
    beat();
    response.once('close', () => {
      off();
      cancel();
      open.delete(response);
    });
  };

  return {
    /** Everything behind `lastId` that is remembered, and then whatever comes. */
    answer(lastId: string | undefined, object: string | undefined): Answer {
      if (open.size >= STREAMS_MAX) {
        const message = `There are ${STREAMS_MAX} streams already; close one, or ask without watch`;
        return refusal(503, 'TooManyStreams', message, { 'retry-after': '10' });
      }
      return {
        kind: 'stream',
        open: (response) => {
          stream(response, lastId, object);
        },
      };
    },
  };
}

function frame(event: FeedEvent): string {
  return `id: ${event.id}\nevent: ${event.reason === 'PhaseChanged' ? 'phase' : 'event'}\ndata: ${JSON.stringify(event)}\n\n`;
}
