import { describe, expect, test } from 'vitest';
import { format } from '../../src/core/intervals.ts';
import type { Plan } from '../../src/core/plan.ts';
import { createWorld } from './world.ts';

const submitted = (decided: Plan) =>
  decided.actions.flatMap((each) => (each.kind === 'submit' ? [format(each.indexes)] : []));

describe('manifests', () => {
  const items = { kind: 'items', items: [] } as const;

  test('with a fixed key, one array follows the other: what children still read stays as it is', () => {
    const world = createWorld({
      desired: { work: items, shardSize: 4, manifest: { bucket: 'b', key: 'fixed.json' } },
    });

    const first = submitted(world.pass());
    const whileRunning = submitted(world.pass());
    const last = world.settle();

    expect(first).toEqual(['0-3']);
    expect(whileRunning).toEqual([]);
    expect(last.status).toMatchObject({ phase: 'Succeeded', indexes: { succeeded: 10 } });
    expect(world.started.map((each) => each.index).sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test('with a key of its own, every shard goes at once', () => {
    const world = createWorld({
      desired: { work: items, shardSize: 4, manifest: { bucket: 'b', key: '{round}-{shard}.json' } },
    });

    expect(submitted(world.pass())).toEqual(['0-3', '4-7', '8-9']);
  });
});
