import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folder, start } from '../../cli/arrayjob.ts';
import { definition, job, until } from '../../controller/house.ts';
import { compose } from './deployments.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

/** The command of a service with the paths of its volumes and the addresses of its networks as they are here. */
function commandOf(service: string, here: Readonly<Record<string, string>>): readonly string[] {
  return compose.services[service]!.command.map((each) => here[each] ?? each);
}

test('the services of the profile `local`, as processes, take specs to their end and serve health', async () => {
  const specs = folder({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 3 }').replace('jobQueue: q', 'jobQueue: default'),
    'b.yaml': job('b', '{ items: [x, y] }', ['manifest: { bucket: data }']).replace('jobQueue: q', 'jobQueue: default'),
  });
  const kept = folder({});
  cleanups.push(specs.remove, kept.remove);
  const engine = start(commandOf('engine', { '0.0.0.0:4580': '127.0.0.1:0', '/data': join(kept.path, 'data') }));
  cleanups.push(async () => {
    engine.child.kill();
    await engine.ended;
  });
  const url = (await engine.printed(/AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:[1-9]\d*)\n/))[1]!;
  const { AWS_ENDPOINT_URL: far = '', ...environment } = compose.services['arrayjob-local']!.environment ?? {};
  expect(far).toBe('http://engine:4580');

  const controller = start(
    commandOf('arrayjob-local', {
      '/source': specs.path,
      '/state': join(kept.path, 'state'),
      '0.0.0.0:9410': '127.0.0.1:0',
    }),
    { env: { ...environment, AWS_ENDPOINT_URL: url } },
  );
  cleanups.push(async () => {
    controller.child.kill();
    await controller.ended;
  });
  const served = (await controller.printed(/"url":"(http:\/\/127\.0\.0\.1:\d+)"/))[1]!;

  const phases = (): readonly boolean[] =>
    ['a.yaml', 'b.yaml'].map((each) => readFileSync(join(specs.path, each), 'utf8').includes('phase: Succeeded'));
  await until(phases, (each) => each.every(Boolean));
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    expect((await fetch(served + path)).status, path).toBe(200);
  }
  const text = await (await fetch(`${served}/metrics`)).text();
  expect(text).toContain('arrayjob_objects{phase="Succeeded"} 2');
  expect(text).toContain('arrayjob_lease_held 1');
});
