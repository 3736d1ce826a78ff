import { randomUUID } from 'node:crypto';
import { readBody, sendJson } from './body.ts';
import { isWrong } from './log-reader.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogReader } from './log-reader.ts';

const MAX_BODY_BYTES = 256 * 1024;
const TARGET = 'Logs_20140328.';

export interface LogRoutes {
  readonly reader: LogReader;
}

export function isLogsRequest(req: IncomingMessage): boolean {
  const target = req.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(TARGET);
}

/** CloudWatch Logs' JSON-RPC, as far as reading goes. */
export async function handleLogs(
  routes: LogRoutes,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const operation = String(req.headers['x-amz-target']).slice(TARGET.length);
  const body = await readBody(req, MAX_BODY_BYTES);
  if ('tooLarge' in body) {
    refuse(res, 'InvalidParameterException', `The request must have at most ${body.tooLarge} bytes.`);
    return;
  }
  let input: unknown;
  try {
    input = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    refuse(res, 'SerializationException', 'The request body is not JSON.');
    return;
  }
  if (typeof input !== 'object' || input === null) {
    refuse(res, 'SerializationException', 'The request body is not a JSON object.');
    return;
  }
  const output = await routes.reader.read(operation, input);
  if (isWrong(output)) {
    refuse(res, output.wrong, output.message);
    return;
  }
  sendJson(res, 200, output, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
  });
}

function refuse(res: ServerResponse, name: string, message: string): void {
  sendJson(
    res,
    400,
    { __type: name, message },
    { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
  );
}
