import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/batch/outcome.ts';
import { OK, type Served, serve, viewOf } from './support.ts';

let served: Served;
afterEach(async () => {
  await served.server.close();
});

async function scrape(): Promise<string> {
  const response = await fetch(`${served.server.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return response.text();
}

describe('/metrics', () => {
  test('counts what was told', async () => {
    served = await serve();
    const { metrics, world } = served;
    const throttled: Outcome<unknown> = { kind: 'transient', code: 'Throttled', message: '' };
    world.objects = [viewOf('a', 'Failed'), viewOf('b', 'Failed'), viewOf('c', undefined)];

    metrics.called('SubmitJob', OK);
    metrics.called('SubmitJob', throttled);
    metrics.passed('ArrayJob/a', 'done', 250);
    metrics.statusWritten('written');
    metrics.pushed('conflict');
    for (const reason of ['Submitted', 'Submitted', 'Adopted', 'DuplicateTerminated', 'Other']) {
      metrics.listener.event('ArrayJob/a', { type: 'Normal', reason, message: '' });
    }

    const text = await scrape();
    for (const line of [
      'arrayjob_objects{phase="Failed"} 2',
      'arrayjob_objects{phase="Unknown"} 1',
      'arrayjob_objects{phase="Running"} 0',
      'arrayjob_indexes{state="failed"} 2',
      'arrayjob_api_calls_total{operation="SubmitJob",outcome="ok"} 1',
      'arrayjob_api_calls_total{operation="SubmitJob",outcome="throttled"} 1',
      'arrayjob_api_throttles_total{operation="SubmitJob"} 1',
      'arrayjob_reconciles_total{result="done"} 1',
      'arrayjob_reconcile_duration_seconds_bucket{le="0.1"} 0',
      'arrayjob_reconcile_duration_seconds_bucket{le="0.25"} 1',
      'arrayjob_status_writes_total{outcome="written"} 1',
      'arrayjob_git_conflicts_total 1',
      'arrayjob_submissions_total 2',
      'arrayjob_adoptions_total 1',
      'arrayjob_duplicates_total 1',
      'arrayjob_budget_tokens{class="submit"} 4',
      'arrayjob_lease_held 1',
      'arrayjob_build_info{version="1.2.3",node="20"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  });

  test('a phase that is no longer taken goes back to 0', async () => {
    served = await serve();
    served.world.objects = [viewOf('a', 'Failed')];
    await scrape();

    served.world.objects = [];

    expect(await scrape()).toContain('arrayjob_objects{phase="Failed"} 0');
  });

  test('has as many series with ten thousand objects as with one', async () => {
    served = await serve();
    const series = (text: string) => text.split('\n').filter((line) => line.startsWith('arrayjob_')).length;
    served.world.objects = [viewOf('a', 'Failed')];
    const few = series(await scrape());

    served.world.objects = Array.from({ length: 10_000 }, (_, i) => viewOf(`a-${i}`, 'Running'));
    for (const { name } of served.world.objects) served.metrics.passed(`ArrayJob/${name}`, 'done', 1);
    const many = series(await scrape());

    expect(many).toBeLessThanOrEqual(few + 1);
  });

  test('docs/server.md has every metric with its type and labels, and no other', async () => {
    served = await serve();
    const { metrics } = served;
    metrics.called('SubmitJob', { kind: 'transient', code: 'Throttled', message: '' });
    metrics.passed('ArrayJob/a', 'done', 1);
    metrics.statusWritten('written');
    metrics.pushed('ok');
    metrics.notified('sent');
    metrics.hinted('used');
    const text = await scrape();
    const there = [...text.matchAll(/^# TYPE (arrayjob_\S+) (\S+)$/gm)].map(([, name, type]) => {
      const sample = new RegExp(`^${name!}(?:_count)?(?:\\{(.*)\\})? `, 'm').exec(text)?.[1] ?? '';
      return `${name!} ${type!} ${[...sample.matchAll(/(\w+)="/g)].map((each) => each[1]!).join(',')}`;
    });

    const page = readFileSync(new URL('../../../docs/server.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `(arrayjob_\w+)` \| (\w+) \| ([^|]*)\|/gm)].map(
      ([, name, type, labels]) =>
        `${name!} ${type!} ${[...labels!.matchAll(/`(\w+)`/g)].map((each) => each[1]!).join(',')}`,
    );

    expect(documented.sort()).toEqual(there.sort());
  });
});
