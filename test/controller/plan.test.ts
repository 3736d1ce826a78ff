import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { JobDetail } from '../../src/batch/api.ts';
import type { PlannedAction } from '../../src/cli/plan.ts';
import { definition, type House, job, openHouse, phaseOf, shell, until } from './house.ts';

let house: House;
afterEach(() => house.close());

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** Brings the world to where the plan is made. */
  readonly before?: (house: House) => Promise<void> | void;
  /** The kinds of the planned actions, in order: what the case is about. */
  readonly acts: readonly string[];
  readonly phase?: string;
}

const S3 = '{ s3: { bucket: data, prefix: input/ } }';
const MANIFEST = 'manifest: { bucket: data }';
const SLEEP = shell('sleep 60');
const d = { 'd.yaml': definition() };

async function daemonUntil(house: House, file: string, phase: string): Promise<void> {
  const running = await house.start();
  await phaseOf(house, file, phase);
  await running.stop();
}

/** Both children live, so that nothing changes between the plan and the pass. */
async function begun(house: House): Promise<void> {
  await house.once();
  await until(
    () => house.engine.stats().running,
    (count) => count >= 2,
  );
  await house.once();
}

const drop = (count: number) => (house: House) => {
  for (let i = 0; i < count; i++) house.put('data', `input/${i}`);
};

const CASES: Readonly<Record<string, Case>> = {
  'a new size job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 3 }') },
    acts: ['register', 'submit'],
    phase: 'Running',
  },
  'an s3 job with several shards': {
    files: { ...d, 'a.yaml': job('a', S3, [MANIFEST, 'shardSize: 3']) },
    before: drop(8),
    acts: ['register', 'submit', 'submit', 'submit'],
    phase: 'Running',
  },
  'one object is a plain job': {
    files: { ...d, 'a.yaml': job('a', S3, [MANIFEST]) },
    before: drop(1),
    acts: ['register', 'submit'],
    phase: 'Running',
  },
  'an empty prefix': {
    files: { ...d, 'a.yaml': job('a', S3, [MANIFEST]) },
    acts: ['register'],
    phase: 'Succeeded',
  },
  'a suspended job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 3 }', ['suspend: true']) },
    acts: ['register'],
    phase: 'Suspended',
  },
  'a running job is suspended': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP, 'suspend: false']) },
    before: async (house) => {
      await begun(house);
      house.edit('a.yaml', 'suspend: false', 'suspend: true');
    },
    acts: ['terminate'],
    phase: 'Running',
  },
  'an invalid job': {
    files: { ...d, 'a.yaml': job('a', '{ size: -1 }') },
    acts: ['register'],
    phase: 'Invalid',
  },
  'a name taken twice': {
    files: { ...d, 'a.yaml': job('a', '{ size: 1 }'), 'b.yaml': job('a', '{ size: 2 }') },
    acts: ['register'],
    phase: 'Invalid',
  },
  'an unknown definition': {
    files: { 'a.yaml': job('a', '{ size: 1 }') },
    acts: [],
    phase: 'Failed',
  },
  'nothing has changed': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }') },
    before: (house) => daemonUntil(house, 'a.yaml', 'Succeeded'),
    acts: [],
    phase: 'Succeeded',
  },
  'a changed command of a finished job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [shell('exit 0')]) },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      house.edit('a.yaml', 'exit 0', 'true');
    },
    acts: ['submit'],
    phase: 'Running',
  },
  'a changed definition of a finished job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }') },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      house.edit('d.yaml', '"true"', '"true","again"');
    },
    acts: ['register', 'submit'],
    phase: 'Running',
  },
  'a changed command of a running job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP]) },
    before: async (house) => {
      await begun(house);
      house.edit('a.yaml', 'sleep 60', 'sleep 61');
    },
    acts: ['terminate'],
    phase: 'Running',
  },
  'a changed command of a running job that waits': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP, 'onChange: Wait']) },
    before: async (house) => {
      await begun(house);
      house.edit('a.yaml', 'sleep 60', 'sleep 61');
    },
    acts: [],
    phase: 'Running',
  },
  'raised memory after failures': {
    files: {
      ...d,
      'a.yaml': job('a', '{ size: 4 }', [shell('test $((AWS_BATCH_JOB_ARRAY_INDEX % 2)) = 1')]),
    },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Failed');
      house.edit('d.yaml', "'64'", "'128'");
    },
    acts: ['register', 'submit'],
    phase: 'Running',
  },
  'new terms while everything stands': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }') },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      house.edit('a.yaml', '  work', '  retryStrategy: { attempts: 2 }\n  work');
    },
    acts: [],
    phase: 'Succeeded',
  },
  'a removed object that is done': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }') },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      house.remove('a.yaml');
    },
    acts: ['forget'],
  },
  'a removed object that runs': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP]) },
    before: async (house) => {
      await begun(house);
      house.remove('a.yaml');
    },
    acts: ['terminate'],
  },
  'a removed object that is to be left alone': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP, 'deletionPolicy: Orphan']) },
    before: async (house) => {
      await begun(house);
      house.remove('a.yaml');
    },
    acts: ['forget'],
  },
  'a dependent is given to Batch behind what it depends on': {
    files: {
      ...d,
      'a.yaml': job('a', '{ size: 2 }', ['dependsOn: [{ name: b }]']),
      'b.yaml': job('b', '{ size: 2 }'),
    },
    acts: ['register', 'submit', 'submit'],
    phase: 'Pending',
  },
  'a dependent is held back': {
    files: {
      ...d,
      'a.yaml': job('a', '{ size: 2 }', ['dependsOn: [{ name: b, minSucceeded: 50% }]']),
      'b.yaml': job('b', '{ size: 2 }'),
    },
    acts: ['register', 'submit'],
    phase: 'Pending',
  },
  'a rerun of what failed': {
    files: {
      ...d,
      'a.yaml': job('a', '{ size: 4 }', [shell('test $((AWS_BATCH_JOB_ARRAY_INDEX % 2)) = 1')], 'x: y'),
    },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Failed');
      house.edit('a.yaml', 'x: y', "arrayjob.dev/rerun: 'failed@1'");
    },
    acts: ['submit'],
    phase: 'Running',
  },
  'a rerun of some': {
    files: { ...d, 'a.yaml': job('a', '{ size: 4 }', [], 'x: y') },
    before: async (house) => {
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      house.edit('a.yaml', 'x: y', "arrayjob.dev/rerun: '0,2-3@1'");
    },
    acts: ['submit'],
    phase: 'Running',
  },
  'changed tags of a running job': {
    files: { ...d, 'a.yaml': job('a', '{ size: 2 }', [SLEEP, 'tags: { t: one, u: x }']) },
    before: async (house) => {
      await begun(house);
      house.edit('a.yaml', 't: one, u: x', 't: two');
    },
    acts: ['tag'],
    phase: 'Running',
  },
  'new files under a prefix': {
    files: {
      ...d,
      'a.yaml': job('a', '{ s3: { bucket: data, prefix: input/, refreshInterval: 1s } }', [MANIFEST]),
    },
    before: async (house) => {
      drop(2)(house);
      await daemonUntil(house, 'a.yaml', 'Succeeded');
      drop(12)(house);
      await until(
        () => house.plan(),
        (planned) => planned.some((object) => object.actions.length > 0),
      );
    },
    acts: ['submit'],
    phase: 'Running',
  },
  'limited parallelism': {
    files: { ...d, 'a.yaml': job('a', '{ size: 5 }', ['parallelism: 2']) },
    acts: ['register', 'submit'],
    phase: 'Running',
  },
};

test.each(Object.entries(CASES))('plan says what the next pass does: %s', async (_what, each) => {
  house = await openHouse(each.files);
  await each.before?.(house);
  const jobs = await house.jobs();
  const definitions = house.engine.stats().definitions;

  const planned = await house.plan();
  const again = await house.plan();
  const untouched = await house.jobs();
  const ran = await house.once();

  const actions = planned.flatMap((object) => object.actions);
  expect(actions.map((action) => action.kind)).toEqual(each.acts);
  expect(again).toEqual(planned);
  expect(untouched.map((one) => one.jobId)).toEqual(jobs.map((one) => one.jobId));
  expect(ran.problems.filter((line) => /failed|could not/i.test(line))).toEqual([]);
  const after = await house.jobs();
  const of = (kind: string) => actions.filter((action) => action.kind === kind);
  expect(submitted(jobs, after, actions)).toEqual(
    of('submit')
      .map(({ name, size }) => ({ name, size }))
      .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
  );
  expect(
    after
      .filter(
        (one) =>
          one.isTerminated === true &&
          !jobs.some((old) => old.jobId === one.jobId && old.isTerminated === true),
      )
      .map((one) => one.jobId),
  ).toEqual(of('terminate').map((action) => action.jobId));
  expect(house.engine.stats().definitions - definitions).toBe(of('register').length);
  expect(
    after
      .filter((one) =>
        jobs.some((old) => old.jobId === one.jobId && JSON.stringify(old.tags) !== JSON.stringify(one.tags)),
      )
      .map((one) => one.name),
  ).toEqual(of('tag').map((action) => action.name));
  const record = join(house.dir, '.arrayjob/arrayjobs/a/record.json');
  if (of('forget').length > 0) {
    const { data } = JSON.parse(readFileSync(record, 'utf8')) as { data: object };
    expect(data).toHaveProperty('removedAt');
    expect(data).not.toHaveProperty('run');
  }
  expect(planned.find((object) => object.object === 'ArrayJob/a')?.phase).toBe(each.phase);
  if (each.phase !== undefined) expect(house.status('a.yaml')?.phase).toBe(each.phase);
});

/** The jobs that came, by name; names as a plan gives them for a source that has no id yet. */
function submitted(
  before: readonly JobDetail[],
  after: readonly JobDetail[],
  planned: readonly PlannedAction[],
): readonly { readonly name: string; readonly size: number }[] {
  const isNew = planned.some((action) => action.name?.includes('(new)') === true);
  return after
    .filter((one) => !before.some((old) => old.jobId === one.jobId))
    .map((one) => ({
      name: isNew ? one.name.replace(/-[0-9a-f]{8}(-\d+-\d+-\d+)$/, '-(new)$1') : one.name,
      size: one.arraySize ?? 1,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
