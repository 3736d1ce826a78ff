import { workError } from './failure.ts';
import type { S3Port } from './ports.ts';

/**
 * An S3 that writes nothing into the state store, which is named as `s3://bucket/prefix`, or a folder: the key of a manifest is
 * written by whoever writes specs, and they must not write records or the lease through the controller's hand.
 */
export function outsideState(s3: S3Port, state: string): S3Port {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(state) ?? [];
  if (bucket === undefined) return s3;
  const segments = path.split('/').filter((each) => each !== '');
  const prefix = segments.map((each) => `${each}/`).join('');
  return {
    list: (request) => s3.list(request),
    head: (request) => s3.head(request),
    get: (request) => s3.get(request),
    async put(request) {
      if (request.bucket === bucket && request.key.startsWith(prefix)) {
        throw workError(
          'terminal',
          'ManifestInState',
          `the manifest s3://${bucket}/${request.key} would lie in the state store`,
          'give spec.manifest another bucket or key, or the controller a --state with a prefix of its own',
        );
      }
      await s3.put(request);
    },
  };
}
