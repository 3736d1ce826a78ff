import { seededRandom } from '../../src/local/index.ts';

/** Chance out of a seed. Streams of different names do not disturb each other, so that taking one fault away leaves the others where they were. */
export interface Chance {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number from `from` to `to`, both inclusive. */
  whole(from: number, to: number): number;
  happens(probability: number): boolean;
  one<T>(of: readonly T[]): T;
  /** A stream of its own. */
  stream(name: string): Chance;
}

export function createChance(seed: number, name = ''): Chance {
  const random = seededRandom(mix(seed, name));
  const chance: Chance = {
    next: random,
    whole: (from, to) => from + Math.floor(random() * (to - from + 1)),
    happens: (probability) => random() < probability,
    one: (of) => of[Math.floor(random() * of.length)]!,
    stream: (more) => createChance(seed, `${name}/${more}`),
  };
  return chance;
}

/** A number that depends on every character (FNV-1a). */
export function mix(seed: number, text: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619) >>> 0;
  return (hash ^ Math.imul(seed, 2_654_435_761)) >>> 0;
}
