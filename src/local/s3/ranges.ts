import { s3Error } from './errors.ts';
import type { PartRecord } from './records.ts';

/** Bytes to send, both ends included; an empty object is 0 to -1. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  readonly partial: boolean;
}

/**
 * Reads a Range header or a part number. A range that is malformed, or several at once, mean the whole object (S3 GetObject; RFC 9110, section 14.2).
 * Throws InvalidRange or InvalidPartNumber where nothing of the object is meant.
 */
export function readRange(
  range: string | undefined,
  partNumber: number | undefined,
  parts: readonly PartRecord[] | undefined,
  size: number,
): ByteRange {
  const whole = { start: 0, end: size - 1, partial: false };
  if (partNumber !== undefined) {
    if (range !== undefined)
      throw s3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
    return readPart(partNumber, parts, size);
  }
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? '');
  if (match === null) return whole;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return whole;
  const unsatisfiable = (): Error =>
    s3Error(
      'InvalidRange',
      undefined,
      { RangeRequested: range ?? '', ActualObjectSize: String(size) },
      { 'content-range': `bytes */${size}` },
    );
  if (first === '') {
    if (Number(last) === 0 || size === 0) throw unsatisfiable();
    return { start: Math.max(0, size - Number(last)), end: size - 1, partial: true };
  }
  if (last !== '' && Number(last) < Number(first)) return whole;
  if (Number(first) >= size) throw unsatisfiable();
  return {
    start: Number(first),
    end: last === '' ? size - 1 : Math.min(Number(last), size - 1),
    partial: true,
  };
}

function readPart(partNumber: number, parts: readonly PartRecord[] | undefined, size: number): ByteRange {
  if (parts === undefined) {
    if (partNumber !== 1) throw s3Error('InvalidPartNumber');
    return { start: 0, end: size - 1, partial: size > 0 };
  }
  if (partNumber > parts.length) throw s3Error('InvalidPartNumber');
  const start = parts.slice(0, partNumber - 1).reduce((sum, each) => sum + each.size, 0);
  const end = start + (parts[partNumber - 1]?.size ?? 0) - 1;
  return { start, end, partial: true };
}
