import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3Handler } from '../../src/local/s3/index.ts';

/** What a test does to one request before the engine sees it; true when it has been dealt with. */
export type Meddle = (
  request: IncomingMessage,
  response: ServerResponse,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
) => boolean;

/** The engine's S3 on a port of its own, with one bucket `state`. */
export interface S3Server {
  readonly endpoint: string;
  meddle: Meddle;
  close(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const root = mkdtempSync(join(tmpdir(), 'arrayjob-state-s3-'));
  mkdirSync(join(root, 'state'));
  const handle = createS3Handler({ root });
  const serve = (request: IncomingMessage, response: ServerResponse): void => void handle(request, response);
  const server = createServer((request, response) => {
    if (!running.meddle(request, response, serve)) serve(request, response);
  });
  const running: S3Server = {
    endpoint: '',
    meddle: () => false,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(root, { recursive: true });
    },
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(running, { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
