import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Served } from './server.ts';
import { serve } from './server.ts';

const segment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      'a-b',
      'a0',
      'a!',
      'A',
      'é',
      '日本',
      '\u{1f600}',
      '\uffee',
      ' ',
      ' x ',
      '+',
      '%2F',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '.',
      '..',
      '...',
      '%~',
      '%~d',
      '%~f',
      '%~fa',
      '%~+',
      '%~da',
      '%~x',
      '\\',
      '\n\t',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'l'.repeat(255),
      'l'.repeat(256),
      'l'.repeat(600),
      'é'.repeat(130),
      `${'l'.repeat(256)}2`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replace(/[/\0]/g, '')),
  },
);
const key = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'))
  .filter((text) => text !== '' && Buffer.byteLength(text) <= 1024);
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 12 });

function inOrder(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function decode(text: string | undefined): string {
  return decodeURIComponent((text ?? '').replace(/\+/g, ' '));
}

describe('keys of every kind', () => {
  let served: Served;
  let bucket = 0;

  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.close());

  async function fresh(): Promise<string> {
    const name = `bucket-${bucket++}`;
    await served.client.send(new CreateBucketCommand({ Bucket: name }));
    return name;
  }

  async function list(
    name: string,
    options: Record<string, unknown>,
  ): Promise<{ keys: string[]; prefixes: string[] }> {
    const found: { keys: string[]; prefixes: string[] } = { keys: [], prefixes: [] };
    let token: string | undefined;
    do {
      const page = await served.client.send(
        new ListObjectsV2Command({ Bucket: name, EncodingType: 'url', ContinuationToken: token, ...options }),
      );
      found.keys.push(...(page.Contents ?? []).map((each) => decode(each.Key)));
      found.prefixes.push(...(page.CommonPrefixes ?? []).map((each) => decode(each.Prefix)));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  test('what is put is listed in the order of its bytes, got and deleted, whatever the keys', async () => {
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (all, pageSize) => {
        const name = await fresh();
        for (const each of all)
          await served.client.send(new PutObjectCommand({ Bucket: name, Key: each, Body: `=${each}` }));

        const listed = await list(name, { MaxKeys: pageSize });
        const bodies = [];
        for (const each of all) {
          const got = await served.client.send(new GetObjectCommand({ Bucket: name, Key: each }));
          bodies.push(await got.Body?.transformToString());
        }
        const [first, ...others] = all;
        await served.client.send(new DeleteObjectCommand({ Bucket: name, Key: first }));
        const remaining = await list(name, {});
        for (const each of others)
          await served.client.send(new DeleteObjectCommand({ Bucket: name, Key: each }));
        const atLast = await list(name, {});

        expect(listed.keys).toEqual(inOrder(all));
        expect(bodies).toEqual(all.map((each) => `=${each}`));
        expect(remaining.keys).toEqual(inOrder(others));
        expect(atLast.keys).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('prefix, delimiter and start-after mean what they mean over a plain list of keys', async () => {
    const delimiter = fc.constantFrom('', '/', '-', 'a/', '//', 'b');
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.nat(40),
        delimiter,
        fc.nat(40),
        fc.integer({ min: 1, max: 5 }),
        async (all, cut, mark, from, pageSize) => {
          const name = await fresh();
          for (const each of all)
            await served.client.send(new PutObjectCommand({ Bucket: name, Key: each, Body: '.' }));
          const prefix = Array.from(all[0]!)
            .slice(0, cut % (Array.from(all[0]!).length + 1))
            .join('');
          const after =
            from % 3 === 0
              ? ''
              : Array.from(all[all.length - 1]!)
                  .slice(0, from)
                  .join('');

          const listed = await list(name, {
            MaxKeys: pageSize,
            Prefix: prefix,
            Delimiter: mark,
            StartAfter: after,
          });

          const rolled = all
            .filter((each) => each.startsWith(prefix))
            .map((each) => {
              const at = mark === '' ? -1 : each.indexOf(mark, prefix.length);
              return at === -1 ? { key: each } : { prefix: each.slice(0, at + mark.length) };
            });
          const isAfter = (text: string): boolean =>
            Buffer.compare(Buffer.from(text), Buffer.from(after)) > 0;
          expect(listed.keys).toEqual(inOrder(rolled.flatMap((each) => each.key ?? []).filter(isAfter)));
          expect(listed.prefixes).toEqual(
            inOrder([...new Set(rolled.flatMap((each) => each.prefix ?? []))].filter(isAfter)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
