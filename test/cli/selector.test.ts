import { describe, expect, test } from 'vitest';
import { parseSelector } from '../../src/cli/selector.ts';

const LABELS = { team: 'ingest', env: 'dev', 'example.org/tier': 'a', empty: '' };

describe('a label selector', () => {
  test.each<[string, boolean]>([
    ['team=ingest', true],
    ['team==ingest', true],
    ['team = ingest', true],
    ['team=other', false],
    ['team!=other', true],
    ['team!=ingest', false],
    ['gone!=x', true],
    ['env in (dev, test)', true],
    ['env in (prod)', false],
    ['gone in (prod)', false],
    ['env notin (prod,test)', true],
    ['env notin (dev)', false],
    ['gone notin (dev)', true],
    ['team', true],
    ['!team', false],
    ['gone', false],
    ['!gone', true],
    ['example.org/tier=a', true],
    ['empty=', true],
    ['empty', true],
    ['team=ingest,env!=prod,example.org/tier in (a,b)', true],
    ['team=ingest,env=prod', false],
    ['env in (a,dev),team', true],
    ['constructor', false],
    ['!constructor', true],
  ])('%s: %s', (text, expected) => {
    expect(parseSelector(text)(LABELS)).toBe(expected);
  });

  test.each(['', ',', 'a b', 'a in', 'a in b', 'a in (b', 'a=b=c', '=b', 'a in (b c)', 'a>1', '!'])(
    'is refused: %s',
    (text) => {
      expect(() => parseSelector(text)).toThrow(/is no requirement: write team=ingest/);
    },
  );
});
