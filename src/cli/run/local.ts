import { catalogOf, type ReadCache } from '../../controller/catalog.ts';
import type { Source } from '../../source/index.ts';
import type { Endpoint } from '../endpoint.ts';

/** With the embedded engine, the queues and buckets that specs name come into being by themselves. */
export function declareLocally(source: Source, endpoint: Endpoint): () => Promise<void> {
  const cache: ReadCache = new WeakMap();
  return async () => {
    if (endpoint.engine === undefined) return;
    const catalog = catalogOf(await source.load(), cache);
    endpoint.declare(
      [...catalog.objects.values()].flatMap((each) =>
        each.spec.kind === 'ArrayJob' ? [each.spec.desired] : [],
      ),
    );
  };
}
