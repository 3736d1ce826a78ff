import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest, parseAmount, parseDuration } from '../../src/api/index.ts';

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['0s', 0],
    ['1h30m', undefined],
    ['5', undefined],
    ['5 m', undefined],
    ['-5m', undefined],
    ['05m', undefined],
    ['1.5h', undefined],
    ['5M', undefined],
    ['99999999999999999h', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe('amounts', () => {
  test.each([
    [5, { kind: 'count', value: 5 }],
    [0, { kind: 'count', value: 0 }],
    ['5%', { kind: 'percent', value: 5 }],
    ['99.5%', { kind: 'percent', value: 99.5 }],
    ['100%', { kind: 'percent', value: 100 }],
    ['100.1%', undefined],
    ['5', undefined],
    [0.5, undefined],
    [-1, undefined],
    [NaN, undefined],
    [null, undefined],
  ])('%j', (value, expected) => {
    expect(parseAmount(value)).toEqual(expected);
  });
});

describe('the nearest word', () => {
  const words = ['jobQueue', 'jobDefinition', 'work', 'parallelism'];

  test.each([
    ['jobqueue', 'jobQueue'],
    ['job_queue', 'jobQueue'],
    ['jobDefintion', 'jobDefinition'],
    ['paralellism', 'parallelism'],
    ['wrok', 'work'],
    ['zebra', undefined],
  ])('to %s', (word, expected) => {
    expect(nearest(word, words)).toBe(expected);
  });

  test('is never the word itself', () => {
    fc.assert(fc.property(fc.string(), (word) => nearest(word, [word]) === undefined));
  });
});
