import type { IncomingMessage, ServerResponse } from 'node:http';

/** Thrown for a body that is larger than allowed. */
export interface BodyTooLarge {
  readonly tooLarge: number;
}

/** Reads a request's body, at most `limit` bytes; past that the rest is not read. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | BodyTooLarge> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return { tooLarge: limit };
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** Answers with JSON. */
export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...headers,
  });
  res.end(body);
}
