import { setTimeout as delay } from 'node:timers/promises';
import type { BatchApi } from '../../batch/api.ts';
import { createBudget } from '../../batch/budget.ts';
import { createLogStreams, type LogStreams } from '../../batch/log-streams.ts';
import type { Outcome } from '../../batch/outcome.ts';
import { createBatchApi } from '../../batch/sdk.ts';
import { UsageError } from '../text.ts';

/** Batch and CloudWatch Logs together. */
export interface Services {
  readonly api: BatchApi;
  readonly streams: LogStreams;
}

/** Where logs are asked for, over and over while they are followed. */
export interface Access {
  /** The answer to a question. What fails for the moment is asked again; throws a UsageError with the reason in the end. */
  ask<T>(question: (services: Services) => Promise<Outcome<T>>): Promise<T>;
  close(): Promise<void>;
}

/** Any credentials do for the engine, but the SDK wants some. */
const LOCAL = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A question is asked again so often, once anything has been answered at all. */
const RETRIES = 4;

interface Open extends Services {
  /** It may go away, and be found again in another form: an engine that ends leaves its records. */
  readonly mayMove: boolean;
  close(): Promise<void>;
}

/** AWS, or what AWS_ENDPOINT_URL names; or with a folder the embedded engine that works there, or has worked there. */
export async function openAccess(engineFolder: string | undefined): Promise<Access> {
  let current = await open(engineFolder);
  let answered = false;

  return {
    async ask(question) {
      for (let attempt = 0; ; attempt++) {
        const outcome = await question(current);
        if (outcome.kind === 'ok') {
          answered = true;
          return outcome.value;
        }
        const again = outcome.kind === 'transient' && answered && attempt < RETRIES;
        if (!again) throw new UsageError(withRemedy(outcome));
        if (current.mayMove) {
          await current.close();
          current = await open(engineFolder);
        } else await delay(500 * 2 ** attempt);
      }
    },
    close: () => current.close(),
  };
}

/** What a person can do where the services themselves do not say so. */
function withRemedy(failure: Exclude<Outcome<unknown>, { kind: 'ok' }>): string {
  const away = failure.kind === 'transient' && failure.code === 'Unreachable';
  return away
    ? `${failure.message}; look at the network, AWS_REGION and AWS_ENDPOINT_URL, or say --local for the embedded engine`
    : failure.message;
}

async function open(engineFolder: string | undefined): Promise<Open> {
  const view = engineFolder === undefined ? undefined : await viewOf(engineFolder);
  const at = view === undefined ? {} : { ...LOCAL, endpoint: view.url };
  const api = createBatchApi({ ...at, budget: createBudget() });
  const streams = createLogStreams(at);
  return {
    api,
    streams,
    mayMove: view?.live === true,
    async close() {
      streams.close();
      api.close();
      await view?.close();
    },
  };
}

async function viewOf(folder: string) {
  const { viewEngine } = await import('../../local/index.ts');
  return viewEngine(folder).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
}
