import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { definition, job, shell, until } from '../../controller/house.ts';
import { type Hosting, openHosting } from '../../source/git/hosting.ts';
import { startEngine } from '../../../src/local/index.ts';
import { folder, start } from '../arrayjob.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

async function engineAt(dir: string) {
  const engine = await startEngine({ vcpus: 8, dataDir: join(dir, 'data') });
  cleanups.push(() => engine.close());
  engine.declareQueue('q');
  const faults = async (rules: readonly string[]): Promise<void> => {
    const put = { method: 'PUT', body: JSON.stringify(rules) };
    expect((await fetch(`${engine.url}/_arrayjob/faults`, put)).status).toBe(200);
  };
  return { url: engine.url, faults };
}

/** A daemon with a server, and the values of its metrics. */
async function daemon(args: readonly string[], env: Readonly<Record<string, string>>) {
  const one = start(['run', ...args, '--listen', '127.0.0.1:0'], { env });
  cleanups.push(async () => {
    one.child.kill('SIGKILL');
    await one.ended;
  });
  const [, url] = await one.printed(/"url":"(http:[^"]+)","msg":"Serving/);
  const value = async (series: string): Promise<number> => {
    const text = await (await fetch(`${url!}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? Number.NaN : Number(line.slice(series.length + 1));
  };
  return {
    value,
    reaches: (series: string, count: number) =>
      until(
        () => value(series),
        (each) => each >= count,
      ),
  };
}

test('throttling, an adoption and a duplicate move the metrics of a daemon', async () => {
  const { path: dir, remove } = folder({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') });
  cleanups.push(remove);
  const engine = await engineAt(dir);
  await engine.faults(['SubmitJob:429:#1', 'SubmitJob:lost:#2']);
  const args = [dir, '--settle-time', '2s', '--poll-interval', '1s', '--status-interval', '1s'];

  const { value, reaches } = await daemon(args, { AWS_ENDPOINT_URL: engine.url });
  await reaches('arrayjob_adoptions_total', 1);
  await reaches('arrayjob_objects{phase="Succeeded"}', 1);

  expect(await value('arrayjob_api_throttles_total{operation="SubmitJob"}')).toBe(1);
  expect(await value('arrayjob_api_calls_total{operation="SubmitJob",outcome="throttled"}')).toBe(1);
  expect(await value('arrayjob_api_calls_total{operation="SubmitJob",outcome="unknown"}')).toBe(1);
  expect(await value('arrayjob_budget_rate{class="submit"}')).toBeLessThanOrEqual(40);
  expect(await value('arrayjob_submissions_total')).toBe(0);
  expect(await value('arrayjob_indexes{state="succeeded"}')).toBe(2);
  expect(await value('arrayjob_status_writes_total{outcome="written"}')).toBeGreaterThan(0);
  expect(await value('arrayjob_reconcile_duration_seconds_count')).toBeGreaterThan(2);
  expect(await value('arrayjob_lease_held')).toBe(1);
  expect(await value('arrayjob_duplicates_total')).toBe(0);

  // The answer is lost, and the job cannot be found as long as it is looked for: it is submitted a second time.
  await engine.faults(['SubmitJob:lost:x1', 'ListJobs:lag:10m']);
  writeFileSync(join(dir, 'b.yaml'), job('b', '{ size: 2 }', [shell('sleep 600')]));
  await reaches('arrayjob_submissions_total', 1);
  await engine.faults([]);
  await reaches('arrayjob_duplicates_total', 1);

  expect(await value('arrayjob_submissions_total')).toBe(1);
  await reaches('arrayjob_api_calls_total{operation="TerminateJob",outcome="ok"}', 1);
}, 60_000);

/** A person's push, which may come second itself. */
function pushBetween(hosting: Hosting): void {
  for (let left = 10; ; left--) {
    hosting.pull();
    try {
      hosting.push({ 'README.md': 'theirs' });
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

test('pushes of a git source move the metrics of a daemon', async () => {
  const gate = shell('until test -e "$GATE"; do sleep 0.1; done').replace(
    ' }',
    ', environment: [{ name: GATE, value: PATH }] }',
  );
  const hosting = openHosting({ 'd.yaml': definition() });
  cleanups.push(() => hosting.close());
  const open = join(hosting.root, 'open');
  hosting.push({ 'a.yaml': job('a', '{ size: 2 }', [gate.replace('PATH', open)]) });
  const engine = await engineAt(hosting.root);
  const env = { AWS_ENDPOINT_URL: engine.url, XDG_STATE_HOME: hosting.root, XDG_CACHE_HOME: hosting.root };

  const { value, reaches } = await daemon(
    [hosting.url, '--poll-interval', '1s', '--git-interval', '1h', '--settle-time', '1s'],
    env,
  );
  await reaches('arrayjob_git_pushes_total{outcome="ok"}', 1);
  // The controller does not look for an hour: it learns of this by the push of the end that is refused.
  pushBetween(hosting);
  writeFileSync(open, '');
  await reaches('arrayjob_git_conflicts_total', 1);
  await until(
    () => hosting.remote('a.yaml') ?? '',
    (text) => text.includes('phase: Succeeded'),
  );

  expect(await value('arrayjob_git_pushes_total{outcome="conflict"}')).toBeGreaterThanOrEqual(1);
  expect(await value('arrayjob_git_pushes_total{outcome="error"}')).toBe(0);
}, 60_000);
