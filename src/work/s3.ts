import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Port } from './ports.ts';
import { workErrorOf } from './s3-errors.ts';

/**
 * S3 through the SDK, which is loaded with the first call. Credentials, region and endpoint come from where the SDK
 * takes them; with an endpoint of its own (AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_S3) buckets are put into the path, as
 * few servers but AWS know them as host names. The SDK's own retries are on: all of these calls are idempotent.
 */
export function createS3Port(
  config: S3ClientConfig = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): S3Port & { close(): void } {
  const elsewhere =
    config.endpoint !== undefined ||
    environment['AWS_ENDPOINT_URL_S3'] !== undefined ||
    environment['AWS_ENDPOINT_URL'] !== undefined;
  let client: S3Client | undefined;
  const load = async () => {
    const sdk = await import('@aws-sdk/client-s3');
    client ??= new sdk.S3Client({ forcePathStyle: elsewhere, followRegionRedirects: !elsewhere, ...config });
    return { sdk, client };
  };
  const options = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { abortSignal: signal });
  const calling = async <T>(
    at: { action: string; bucket: string; key?: string; signal?: AbortSignal | undefined },
    call: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      at.signal?.throwIfAborted();
      throw workErrorOf(error, at.action, at.bucket, at.key);
    }
  };

  return {
    list: ({ bucket, prefix, from, signal }) =>
      calling({ action: 's3:ListBucket', bucket, signal }, async () => {
        const { sdk, client } = await load();
        const command = new sdk.ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ContinuationToken: from,
          // Keys may hold characters that XML cannot.
          EncodingType: 'url',
        });
        const page = await client.send(command, options(signal));
        const plain = page.EncodingType === 'url' ? decodeKey : (key: string): string => key;
        return {
          objects: (page.Contents ?? []).map((each) => ({
            key: plain(each.Key ?? ''),
            size: each.Size ?? 0,
          })),
          next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
        };
      }),

    put: ({ bucket, key, body, contentType, signal }) =>
      calling({ action: 's3:PutObject', bucket, key, signal }, async () => {
        const { sdk, client } = await load();
        const command = new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
        });
        await client.send(command, options(signal));
      }),

    head: ({ bucket, key, signal }) =>
      calling({ action: 's3:GetObject', bucket, key, signal }, async () => {
        const { sdk, client } = await load();
        try {
          const object = await client.send(
            new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }),
            options(signal),
          );
          return { size: object.ContentLength ?? 0 };
        } catch (error) {
          if (isNotFound(error)) return undefined;
          throw error;
        }
      }),

    get: ({ bucket, key, signal }) =>
      calling({ action: 's3:GetObject', bucket, key, signal }, async () => {
        const { sdk, client } = await load();
        try {
          const object = await client.send(
            new sdk.GetObjectCommand({ Bucket: bucket, Key: key }),
            options(signal),
          );
          return await object.Body?.transformToByteArray();
        } catch (error) {
          if (isNotFound(error)) return undefined;
          throw error;
        }
      }),

    close: () => client?.destroy(),
  };
}

/** S3 writes a space as `+` when it is asked for the encoding of URLs. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

/** The object is missing; a missing bucket is another matter. */
function isNotFound(error: unknown): boolean {
  const { name } = error as { name?: unknown };
  return name === 'NoSuchKey' || name === 'NotFound';
}
