import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { s3Error } from './errors.ts';

/** Longest line between chunks: a chunk's header, or a trailer. */
const maxLineBytes = 8192;
const maxTrailers = 32;

type Step = 'header' | 'data' | 'end of data' | 'trailers' | 'done';

/**
 * Takes an `aws-chunked` body apart (Amazon S3, "Signature calculation: multiple chunks"): chunks of `<hex>[;chunk-signature=…]`,
 * their bytes, and after the empty chunk the trailers. Signatures are not checked. Fails with IncompleteBody or MalformedTrailerError.
 * @param onTrailer is told each trailer, its name in lower case
 */
export function chunkedDecoder(onTrailer: (name: string, value: string) => void): Transform {
  let step: Step = 'header';
  let line: Buffer = Buffer.alloc(0);
  let left = 0;
  let trailers = 0;

  function onLine(text: string): void {
    if (step === 'header') {
      const size = /^([0-9a-fA-F]{1,12})(?:;.*)?$/.exec(text)?.[1];
      if (size === undefined)
        throw s3Error('IncompleteBody', 'The aws-chunked body has a chunk without a valid size.');
      left = Number.parseInt(size, 16);
      step = left === 0 ? 'trailers' : 'data';
    } else if (step === 'end of data') {
      if (text !== '')
        throw s3Error('IncompleteBody', 'The aws-chunked body has a chunk longer than its size.');
      step = 'header';
    } else if (text === '') {
      step = 'done';
    } else {
      const colon = text.indexOf(':');
      trailers += 1;
      if (colon < 1 || trailers > maxTrailers) throw s3Error('MalformedTrailerError');
      onTrailer(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
    }
  }

  function take(stream: Transform, bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (step === 'done') return;
      if (step === 'data') {
        const part = bytes.subarray(at, at + left);
        stream.push(part);
        at += part.length;
        left -= part.length;
        if (left === 0) step = 'end of data';
        continue;
      }
      const newline = bytes.indexOf(0x0a, at);
      const piece = bytes.subarray(at, newline === -1 ? bytes.length : newline);
      line = line.length === 0 ? piece : Buffer.concat([line, piece]);
      if (line.length > maxLineBytes)
        throw s3Error('IncompleteBody', 'The aws-chunked body has an overlong line.');
      if (newline === -1) return;
      at = newline + 1;
      const text = line.toString('latin1').replace(/\r$/, '');
      line = Buffer.alloc(0);
      onLine(text);
    }
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, callback: TransformCallback) {
      try {
        take(this, chunk);
        callback();
      } catch (error) {
        callback(error as Error);
      }
    },
    flush(callback) {
      // Some writers leave out the last empty line; nothing is lost by that.
      const complete = step === 'done' || (step === 'trailers' && line.length === 0);
      if (complete) callback();
      else callback(s3Error('IncompleteBody', 'The aws-chunked body ended before its last chunk.'));
    },
  });
}
