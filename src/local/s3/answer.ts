import type { ServerResponse } from 'node:http';
import type { XmlRecord } from './xml.ts';
import { writeXml } from './xml.ts';

/** What a handler of one operation gives back; those that stream write to the response themselves. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that has been sent already. */
export type Sent = 'sent';

/** An answer that is a document. */
export function document(
  root: string,
  record: XmlRecord,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: writeXml(root, record),
  };
}

/** Sends an answer; a HEAD request gets the headers alone. */
export function send(response: ServerResponse, answer: Answer, headOnly: boolean): void {
  const body = Buffer.from(answer.body ?? '');
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.status === 204 || answer.status === 304) {
    response.end();
    return;
  }
  if (!response.hasHeader('content-length')) response.setHeader('content-length', body.length);
  response.end(headOnly ? undefined : body);
}

/** A time as S3's documents have it. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
