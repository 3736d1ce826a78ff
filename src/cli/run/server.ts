import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Clock } from '../../controller/clock.ts';
import { type ListenAddress, parseListen } from '../../controller/server/address.ts';
import { apiRoutes } from '../../controller/server/api.ts';
import { type HttpServer, startHttpServer } from '../../controller/server/server.ts';
import { type Pushable, webhookRoute } from '../../controller/server/webhook.ts';
import type { Telemetry } from '../../controller/telemetry.ts';
import { UsageError } from '../text.ts';
import { packageVersion } from '../version.ts';

export const DEFAULT_LISTEN = '127.0.0.1:9410';

/** The variable that holds the token of POST /api/v1/reconcile. */
const TOKEN_VARIABLE = 'ARRAYJOB_API_TOKEN';

/** The variable that holds the secret of POST /api/v1/webhook. */
const WEBHOOK_VARIABLE = 'ARRAYJOB_WEBHOOK_SECRET';

export interface ListenOptions {
  readonly listen?: string;
  readonly once?: boolean;
  readonly untilSettled?: boolean;
  readonly apiTokenFile?: string;
}

/** Where a server is wanted: a controller that lives long has one unless told otherwise. */
export function listenAddress(
  options: ListenOptions,
): { readonly address: ListenAddress; readonly text: string } | undefined {
  const brief = options.once === true || options.untilSettled === true;
  const text = options.listen ?? (brief ? 'none' : DEFAULT_LISTEN);
  if (text === 'none') return undefined;
  const address = parseListen(text);
  if (address === undefined) {
    throw new UsageError(
      `--listen ${text} is not HOST:PORT: write 127.0.0.1:9410, [::1]:9410, :9410 or none`,
    );
  }
  return { address, text };
}

/** Starts the server. An address that was asked for and cannot be had is an error; the default one, a warning. */
export async function startServer(
  options: ListenOptions,
  telemetry: Telemetry,
  deps: {
    readonly log: Logger;
    readonly clock: Clock;
    /** Undefined for specs that are not from git. */
    readonly git: Pushable | undefined;
  },
): Promise<HttpServer | undefined> {
  const wanted = listenAddress(options);
  if (wanted === undefined) return undefined;
  const { log, clock } = deps;
  const token = await tokenFrom(options.apiTokenFile);
  const { metrics, feed, subject } = telemetry;
  const version = packageVersion();
  try {
    const server = await startHttpServer({
      address: wanted.address,
      routes: [
        ...apiRoutes({ subject, feed, clock, version, metrics, token }),
        webhookRoute({ source: deps.git, secret: process.env[WEBHOOK_VARIABLE]?.trim() }),
      ],
      onError: (path, error) => {
        log.error({ path, err: error }, 'A request could not be answered');
      },
    });
    log.info({ url: server.url }, 'Serving health, metrics and the API');
    return server;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (options.listen !== undefined) {
      throw new UsageError(`--listen ${wanted.text} cannot be had (${reason}): choose another or none`);
    }
    log.warn(
      { address: wanted.text, reason },
      'The default address cannot be had; going on without health, metrics and the API (see --listen)',
    );
    return undefined;
  }
}

/** The token as it is at each request, so that a file may be replaced while the process runs. */
async function tokenFrom(file: string | undefined): Promise<() => Promise<string | undefined>> {
  if (file === undefined) {
    const text = process.env[TOKEN_VARIABLE]?.trim();
    return () => Promise.resolve(text);
  }
  const read = async (): Promise<string> => (await readFile(file, 'utf8')).trim();
  const first = await read().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--api-token-file ${file} cannot be read: ${reason}`);
  });
  if (first === '') throw new UsageError(`--api-token-file ${file} is empty: put a token into it`);
  return read;
}
