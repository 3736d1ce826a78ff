import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobText } from '../virtual/controller.ts';

const OBJECTS = 30;
/** Names of objects that come and go. */
const VISITORS = 8;

const WORK = 'work: { size: 12 }\nbackoffLimitPerIndex: 1\ncanary: 0';

/** Files to begin with. */
export function objects(): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: OBJECTS }, (_, i) => [`job-${i}`, WORK]));
}

/** What people and their tools do, one act after another, the same in every round. */
export function createPeople(dir: string, server: string): () => Promise<void> {
  let done = 0;
  const save = (name: string, spec: string, annotations = ''): void =>
    writeFileSync(join(dir, `${name}.yaml`), jobText(name, spec, annotations));

  const acts: readonly ((round: number) => void | Promise<void>)[] = [
    (round) => save(nameOf(round), WORK, `arrayjob.dev/rerun: r${round}`),
    (round) => save(nameOf(round + 1), `${WORK}\ncontainerOverrides: { command: [echo, r${round}] }`),
    (round) => writeFileSync(join(dir, `${nameOf(round + 2)}.yaml`), 'spec: { half: written'),
    (round) => save(visitorOf(round), WORK),
    (round) => save(nameOf(round + 2), WORK),
    (round) => save(nameOf(round + 3), `${WORK}\nsuspend: true`),
    () => look(`${server}/metrics`),
    (round) => save(nameOf(round + 3), WORK),
    () => watch(`${server}/api/v1/events?watch`),
    (round) => rmSync(join(dir, `${visitorOf(round)}.yaml`), { force: true }),
  ];
  return async () => {
    const act = acts[done % acts.length]!;
    await act(Math.floor(done / acts.length));
    done += 1;
  };
}

const nameOf = (i: number): string => `job-${i % OBJECTS}`;
const visitorOf = (i: number): string => `visitor-${i % VISITORS}`;

async function look(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  await answer.text();
}

/** Begins to follow events, and goes away without a word. */
async function watch(url: string): Promise<void> {
  const gone = new AbortController();
  const answer = await fetch(url, { signal: gone.signal });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  gone.abort();
}
