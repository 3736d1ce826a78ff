import { ARRAY_SIZE_MAX } from '../../core/limits.ts';
import { MANIFEST_PLACEHOLDERS } from '../names.ts';
import { nearest } from '../nearest.ts';
import { shown } from '../paths.ts';
import type { Report } from '../report.ts';
import type { ArrayJobFields, WorkFields } from '../resources.ts';
import { itemsOf } from './totals.ts';

/** Work with items needs a place where the children read them. */
export function checkManifestPresent(work: WorkFields, report: Report): void {
  if (work.size !== undefined) return;
  report.error({
    code: 'NoManifest',
    path: ['spec', 'manifest'],
    message: `work.${Object.keys(work).join('')} has items, but there is no manifest to say where the children read them.`,
    remedy:
      'Add manifest: {bucket: …} with a bucket that the controller may write to and the children may read.',
  });
}

export function checkManifestKey(key: string, spec: Partial<ArrayJobFields>, report: Report): void {
  const path = ['spec', 'manifest', 'key'];
  const named = [...key.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const known: readonly string[] = MANIFEST_PLACEHOLDERS;
  for (const name of named.filter((each) => !known.includes(each))) {
    const meant = nearest(name, known);
    report.error({
      code: 'UnknownPlaceholder',
      path,
      message: `The key has {${name}}, which nothing replaces${meant === undefined ? '.' : `; did you mean {${meant}}?`}`,
      remedy: `Use ${known.map((each) => `{${each}}`).join(', ')} only.`,
    });
  }
  if (/[{}]/.test(key.replace(/\{[^{}]*\}/g, ''))) {
    report.error({
      code: 'UnknownPlaceholder',
      path,
      message: `The key ${shown(key)} has a brace without its counterpart.`,
      remedy: `Write placeholders as ${known.map((each) => `{${each}}`).join(', ')}.`,
    });
  }
  if (!spec.work || spec.work.size !== undefined) return;
  if (!named.includes('shard')) checkOneShard(spec.work, spec, report);
  if (!named.includes('round')) checkOneRound(spec, report);
}

function checkOneShard(work: WorkFields, spec: Partial<ArrayJobFields>, report: Report): void {
  const path = ['spec', 'manifest', 'key'];
  const items = itemsOf(work);
  const shardSize = spec.shardSize ?? ARRAY_SIZE_MAX;
  if (items === undefined) {
    report.warning({
      code: 'FixedManifestKey',
      path,
      message: `The key has no {shard}, so it can serve at most ${shardSize} children; how many there will be is not known yet.`,
      remedy: 'Put {shard} into the key unless the program can read this one key only.',
    });
    return;
  }
  const children = Math.ceil(items / (spec.itemsPerChild ?? 1));
  if (children <= shardSize) return;
  report.error({
    code: 'FixedManifestKey',
    path,
    message: `The key has no {shard}, but ${children} children need more than one array of ${shardSize}, each with a manifest of its own.`,
    remedy: 'Put {shard} into the key.',
  });
}

function checkOneRound(spec: Partial<ArrayJobFields>, report: Report): void {
  const cause =
    (spec.backoffLimitPerIndex ?? 0) > 0
      ? 'backoffLimitPerIndex starts arrays for failed indexes'
      : spec.work?.s3?.refreshInterval !== undefined
        ? 'refreshInterval starts arrays for new objects'
        : undefined;
  if (cause === undefined) return;
  report.error({
    code: 'FixedManifestKey',
    path: ['spec', 'manifest', 'key'],
    message: `The key has no {round}, but ${cause} while others may still read their manifest.`,
    remedy: 'Put {round} into the key.',
  });
}
