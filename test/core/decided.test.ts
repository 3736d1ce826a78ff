import { describe, expect, test } from 'vitest';
import { changesSince, decidedText } from '../../src/core/decided.ts';
import type { Desired } from '../../src/core/desired.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { BODY, createWorld, DESIRED, MORE_MEMORY, type World } from './world.ts';

const container = BODY.containerProperties as JsonObject;
const definedAs = (more: JsonObject): JsonObject => ({
  ...BODY,
  containerProperties: { ...container, ...more },
});

/** What a plan would say has changed in a world whose run is over, or still going. */
function changed(world: World, spec: Partial<Desired>, body: JsonObject = BODY) {
  world.edit(spec);
  world.definition = { kind: 'ready', reference: 'd:2', body };
  const { classes, fields } = changesSince(world.input());
  return { classes, fields: fields.map((each) => [each.path, each.class, each.before, each.after]) };
}

function settled(desired: Partial<Desired> = {}): World {
  const world = createWorld({ desired });
  world.settle();
  return world;
}

describe('what has changed since the last decision', () => {
  test.each<[string, Partial<Desired>, JsonObject, readonly unknown[]]>([
    ['nothing', {}, BODY, []],
    ['another queue', { jobQueue: 'q2' }, BODY, [['jobQueue', 'how', 'q', 'q2']]],
    [
      'more memory',
      { submit: MORE_MEMORY },
      BODY,
      [['containerOverrides', 'how', undefined, MORE_MEMORY['containerOverrides']]],
    ],
    [
      'another image in the definition',
      {},
      definedAs({ image: 'y' }),
      [['jobDefinition: containerProperties.image', 'what', 'x', 'y']],
    ],
    [
      'items and a policy',
      { work: { kind: 'size', size: 12 }, parallelism: 3 },
      BODY,
      [
        ['work.size', 'items', 10, 12],
        ['parallelism', 'policy', undefined, 3],
      ],
    ],
    [
      'tags and a rerun',
      { tags: { a: '1' }, rerun: '2,5@1' },
      BODY,
      [
        ['tags.a', 'tags', undefined, '1'],
        ['metadata.annotations[arrayjob.dev/rerun]', 'rerun', undefined, '2,5@1'],
      ],
    ],
  ])('%s', (_, spec, body, fields) => {
    const found = changed(settled(), spec, body);

    expect(found.fields).toEqual(fields);
    expect(new Set(found.classes)).toEqual(new Set(fields.map((each) => (each as string[])[1])));
  });

  test('is nothing any more once it has been decided by, and stays as long as it is waited for', () => {
    const world = createWorld({ desired: { onChange: 'Wait' }, script: () => ({ durationMs: 20_000 }) });
    world.pass();
    world.fake.advance(5_000);

    const parameters = { a: '1' };
    const asked = changed(world, { submit: { parameters } });
    world.pass();
    const waiting = changesSince(world.input());
    world.settle();

    expect(asked.fields).toEqual([['parameters', 'what', undefined, parameters]]);
    expect(waiting.fields).toHaveLength(1);
    expect(changesSince(world.input())).toEqual({ classes: [], fields: [] });
  });

  test('is no news about items of a run that has not got to all of them', () => {
    const world = createWorld({ desired: { parallelism: 2 }, script: () => ({ durationMs: 60_000 }) });
    world.pass();

    expect(changed(world, {}).classes).toEqual([]);
    expect(changed(world, { work: { kind: 'size', size: 3 } }).classes).toEqual(['items']);
  });

  test('is told by class where the record remembers no fields', () => {
    const long = { a: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, 'x'.repeat(9)])) };
    const world = settled({ submit: { parameters: long } });

    expect(world.record?.decided).toBeUndefined();
    expect(changed(world, { jobQueue: 'q2' })).toEqual({ classes: ['how'], fields: [] });
  });

  test('keeps what is long as a digest, and of the environment of definitions no value', () => {
    const secret = definedAs({ environment: [{ name: 'TOKEN', value: 'hush' }] });
    const items = Array.from({ length: 1_000 }, (_, i) => ({ name: `item-${i}` }));

    const text = decidedText({ ...DESIRED, work: { kind: 'items', items } }, secret) ?? '';

    expect(text).toMatch(/"items":"1000 entries, digest [0-9a-f]{8}"/);
    expect(text).toMatch(/"name":"TOKEN","value":"digest [0-9a-f]{8}"/);
    expect(text).not.toContain('hush');
    expect(text.length).toBeLessThan(1_500);
  });
});

describe('why indexes run', () => {
  const whyOf = (world: World): readonly string[] =>
    world.pass().actions.flatMap((each) => (each.kind === 'submit' ? [each.why] : []));
  const failing = (desired: Partial<Desired> = {}): World => {
    const world = createWorld({
      desired,
      script: (child) => ({ exitCode: child.index === 2 && child.round === 0 ? 1 : 0 }),
    });
    world.settle();
    return world;
  };

  test.each<[string, () => World, Partial<Desired>, readonly string[]]>([
    ['of a new object', () => createWorld(), {}, ['first run']],
    ['of a new revision', () => settled(), { submit: { parameters: { a: '1' } } }, ['new run']],
    ['of new items', () => settled(), { work: { kind: 'size', size: 12 } }, ['new items']],
    ['of new terms', () => failing(), { jobQueue: 'q2' }, ['failed under the former terms']],
    [
      'of new items and new terms at once',
      () => failing(),
      { jobQueue: 'q2', work: { kind: 'size', size: 12 } },
      ['new items; failed under the former terms'],
    ],
    ['of a rerun', () => settled(), { rerun: '2,5@1' }, ['run again as asked']],
    ['of a larger budget', () => failing(), { backoffLimitPerIndex: 3 }, ['the budget is larger now']],
  ])('%s', (_, before, spec, why) => {
    const world = before();

    world.edit(spec);

    expect(whyOf(world)).toEqual(why);
  });

  test('of a retry, and of what was stopped', () => {
    const retried = createWorld({
      desired: { backoffLimitPerIndex: 1 },
      script: (child) => ({ exitCode: child.index === 2 && child.round === 0 ? 1 : 0 }),
    });
    const stopped = createWorld({ script: () => ({ durationMs: 60_000 }) });
    stopped.pass();
    stopped.edit({ suspend: true });
    stopped.settle();
    stopped.edit({ suspend: false });

    let why: readonly string[] = whyOf(retried);
    while (retried.record?.run?.nextRound === 1) {
      retried.fake.advance(5_000);
      why = whyOf(retried);
    }

    expect(why).toEqual(['failed before']);
    expect(whyOf(stopped)).toEqual(['not yet succeeded']);
  });
});
