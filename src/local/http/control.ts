import { readBody, sendJson } from './body.ts';
import { parseFaultRule } from '../machine/faults.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultRule } from '../machine/faults.ts';
import type { ServerRoutes } from './server.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The engine's own routes; `_` cannot begin a bucket's name. */
export function isControlPath(path: string): boolean {
  return path === '/_arrayjob' || path.startsWith('/_arrayjob/');
}

/**
 * `GET /_arrayjob/faults` the rules, `PUT` replaces them (a JSON array of rules or of their short texts), `DELETE`
 * takes them away; `POST /_arrayjob/queues` with `{"names": [...]}` declares queues; `GET /_arrayjob/stats` counts.
 */
export async function handleControl(
  routes: ServerRoutes,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<void> {
  if (path === '/_arrayjob/stats' && req.method === 'GET') {
    sendJson(res, 200, routes.stats());
    return;
  }
  if (path !== '/_arrayjob/faults') {
    sendJson(res, 404, { message: 'Use /_arrayjob/faults or /_arrayjob/stats.' });
    return;
  }
  if (req.method === 'PUT') {
    const body = await readBody(req, MAX_BODY_BYTES);
    if ('tooLarge' in body) {
      sendJson(res, 413, { message: `The rules must have at most ${body.tooLarge} bytes.` });
      return;
    }
    try {
      routes.faults.set(rulesOf(JSON.parse(body.toString('utf8'))));
    } catch (error) {
      sendJson(res, 400, { message: error instanceof Error ? error.message : String(error) });
      return;
    }
  } else if (req.method === 'DELETE') {
    routes.faults.set([]);
  } else if (req.method !== 'GET') {
    sendJson(res, 405, { message: 'Use GET, PUT or DELETE.' });
    return;
  }
  sendJson(res, 200, routes.faults.rules);
}

function rulesOf(value: unknown): readonly FaultRule[] {
  if (!Array.isArray(value)) throw new Error('Give a JSON array of fault rules.');
  return value.map((each: unknown) => {
    if (typeof each === 'string') return parseFaultRule(each);
    if (typeof each === 'object' && each !== null && 'operation' in each && 'kind' in each) {
      return each as FaultRule;
    }
    throw new Error(
      'A fault rule is a text such as SubmitJob:lost:0.1 or an object with operation and kind.',
    );
  });
}
