import type { Desired, Work } from '../core/desired.ts';
import type { Json } from '../core/json.ts';
import { createPathFilter } from './globs.ts';
import { isManifestKeyOf } from './manifest-key.ts';
import type { S3Object, S3Page, S3Port } from './ports.ts';

/**
 * The objects below a prefix as items `{bucket, key, parameters?}`, page by page in the order of S3. Neither size nor
 * etag is part of an item: an object that is written again is the same item. Left out are folder markers (empty
 * objects whose key ends in `/`) and the manifests that the controller itself writes into the bucket.
 * Patterns are held against the key below the prefix, without the slash that may come first.
 */
export async function* listItems(
  work: Extract<Work, { kind: 's3' }>,
  context: {
    readonly lister: S3Port;
    readonly manifest: Desired['manifest'];
    readonly name: string;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<readonly Json[]> {
  const { bucket, prefix, parameters } = work;
  const { lister, manifest, signal } = context;
  const filter = createPathFilter(work.include, work.exclude);
  const isManifest =
    manifest?.bucket === bucket ? isManifestKeyOf(manifest.key, context.name) : (): boolean => false;
  const isItem = ({ key, size }: S3Object): boolean => !(key.endsWith('/') && size === 0) && !isManifest(key);

  const pageAfter = (from: string | undefined): Promise<S3Page> => {
    const page = lister.list({ bucket, prefix, from, signal });
    // Whoever stops in the middle never asks what became of the page that was on its way.
    page.catch(() => undefined);
    return page;
  };

  let coming: Promise<S3Page> | undefined = pageAfter(undefined);
  while (coming !== undefined) {
    const page: S3Page = await coming;
    // The next page is on its way while this one is taken in.
    coming = page.next === undefined ? undefined : pageAfter(page.next);
    const keys = page.objects.filter(isItem).map((each) => each.key);
    const meant = filter(keys.map((key) => key.slice(prefix.length).replace(/^\//, '')));
    yield keys
      .filter((_, at) => meant[at])
      .map((key) => (parameters === undefined ? { bucket, key } : { bucket, key, parameters }));
  }
}
