import { createServer } from 'node:http';
import { handleBatch, isBatchPath } from './batch.ts';
import { handleControl, isControlPath } from './control.ts';
import { handleLogs, isLogsRequest } from './logs.ts';
import { sendJson } from './body.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { BatchRoutes } from './batch.ts';
import type { LogRoutes } from './logs.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface ServerRoutes extends BatchRoutes {
  readonly logs: LogRoutes;
  readonly s3: Handler;
  readonly stats: () => object;
  /** The host names under which the engine may be addressed; any other Host is refused. */
  readonly hosts: (host: string) => boolean;
  readonly failed: (error: unknown) => void;
}

/** One port for Batch, CloudWatch Logs, the control route and S3. */
export function createEngineServer(routes: ServerRoutes): Server {
  return createServer((req, res) => {
    route(routes, req, res).catch((error: unknown) => {
      if (req.destroyed && !res.writable) return;
      routes.failed(error);
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { message: 'Internal failure.' }, { 'x-amzn-errortype': 'ServerException' });
    });
  });
}

async function route(routes: ServerRoutes, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // A web page in a browser of this machine must not reach the engine through a name of its own (DNS rebinding).
  if (!routes.hosts(req.headers.host ?? '')) {
    sendJson(res, 403, { message: `Host ${req.headers.host ?? ''} is not served here.` });
    return;
  }
  // Nor by ours: whatever page is open may post to this machine, and a browser says where the page is from.
  const { origin } = req.headers;
  if (origin !== undefined && origin !== `http://${req.headers.host ?? ''}`) {
    sendJson(res, 403, { message: `Pages of ${origin} are not served here.` });
    return;
  }
  const path = (req.url ?? '/').split('?', 1)[0]!;
  if (isLogsRequest(req)) await handleLogs(routes.logs, req, res);
  else if (isBatchPath(path)) await handleBatch(routes, req, res, new URL(req.url ?? '/', 'http://engine'));
  else if (isControlPath(path)) await handleControl(routes, req, res, path);
  else await routes.s3(req, res);
}
