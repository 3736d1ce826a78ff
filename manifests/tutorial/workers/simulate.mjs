// Estimates pi by throwing darts at a square. There is no file to read: a child's index is all it is told, and it
// seeds the throws, so that an index gives the same answer whenever it runs.
import { needed, position, writeJson } from './bucket.mjs';

const attempt = Number(process.env.AWS_BATCH_JOB_ATTEMPT ?? 1);
const throws = Number(needed('THROWS'));

if (process.env.FAIL_FIRST_ATTEMPT_OF === String(position) && attempt === 1) {
  console.error(`index ${position} fails on its first attempt, as FAIL_FIRST_ATTEMPT_OF says`);
  process.exit(1);
}

const random = randomFrom(position + 1);
let inside = 0;
for (let n = 0; n < throws; n += 1) {
  const x = random();
  const y = random();
  if (x * x + y * y < 1) inside += 1;
}

const result = { index: position, attempt, throws, inside, estimate: (4 * inside) / throws };
console.log(JSON.stringify(result));
await writeJson(
  needed('RESULTS_BUCKET'),
  `results/simulate/${String(position).padStart(4, '0')}.json`,
  result,
);

/** Numbers from 0 up to 1 that look like chance and follow from the seed (mulberry32, in the public domain). */
function randomFrom(seed) {
  let state = Math.imul(seed, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
