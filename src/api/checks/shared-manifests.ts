import { grouped } from '../own.ts';
import type { ReportFor } from '../own.ts';
import type { ReadArrayJob } from '../read.ts';

/** ArrayJobs whose manifests would overwrite each other: the same bucket and key, with nothing in it that tells them apart. */
export function reportSharedManifests(jobs: readonly ReadArrayJob[], reportFor: ReportFor): void {
  const users = jobs.filter(({ desired: { manifest, work } }) => {
    return manifest && work.kind !== 'size' && !/\{(name|revision)\}/.test(manifest.key);
  });
  const byPlace = grouped(
    users,
    ({ desired: { manifest } }) => `s3://${manifest?.bucket ?? ''}/${manifest?.key ?? ''}`,
  );
  for (const [place, sharers] of byPlace) {
    if (sharers.length < 2) continue;
    for (const job of sharers) {
      const others = sharers.filter((each) => each !== job).map((each) => each.name);
      reportFor(job).error({
        code: 'SharedManifestKey',
        path: ['spec', 'manifest', 'key'],
        message: `The manifests go to ${place}, which ${others.slice(0, 5).join(', ')} ${others.length === 1 ? 'writes' : 'write'} too.`,
        remedy: 'Put {name} into the key.',
      });
    }
  }
}
