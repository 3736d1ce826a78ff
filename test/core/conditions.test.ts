import { describe, expect, test } from 'vitest';
import {
  lintConditions,
  stampConditions,
  type Condition,
  type Fact,
  type Phase,
} from '../../src/core/conditions.ts';
import { range } from '../../src/core/intervals.ts';
import { judge, type Situation } from '../../src/core/situation.ts';
import { newRecord, newRun } from '../../src/core/record.ts';

const fact = (type: string, status: Condition['status'] = 'True', reason = 'Because'): Fact => ({
  type,
  status,
  reason,
  message: 'm',
});
const conditions = (...facts: readonly Fact[]) => stampConditions(facts, [], 't');
const notReady = fact('Ready', 'False');

describe('the linter of conditions', () => {
  test.each<[string, Phase, readonly Fact[], string | undefined]>([
    ['accepts what is ready', 'Succeeded', [fact('Ready')], undefined],
    ['accepts what is going on', 'Running', [notReady, fact('Reconciling')], undefined],
    ['accepts what a person must mend', 'Failed', [notReady, fact('Stalled')], undefined],
    ['accepts advice beside it', 'Succeeded', [fact('Ready'), fact('AdviceShortChildren')], undefined],
    ['misses Ready', 'Running', [fact('Reconciling')], 'Ready is missing'],
    ['finds a type twice', 'Running', [notReady, notReady], 'a type stands twice'],
    [
      'finds both at once',
      'Running',
      [notReady, fact('Stalled'), fact('Reconciling')],
      'Reconciling and Stalled at once',
    ],
    [
      'finds Reconciling that is False',
      'Failed',
      [notReady, fact('Reconciling', 'False')],
      'Reconciling is present and not True',
    ],
    ['finds readiness without rest', 'Succeeded', [fact('Ready'), fact('Stalled')], 'Ready and not at rest'],
    ['finds readiness in another phase', 'Running', [fact('Ready')], 'Ready in phase Running'],
    ['finds success without readiness', 'Succeeded', [notReady], 'Succeeded and not Ready'],
    [
      'finds Invalid that calls nobody',
      'Invalid',
      [notReady, fact('Reconciling')],
      'Invalid and not Stalled',
    ],
    ['finds suspension without its condition', 'Suspended', [notReady], 'phase and Suspended disagree'],
    [
      'finds a reason that is no word',
      'Running',
      [fact('Ready', 'False', 'not yet')],
      'Ready has no CamelCase reason',
    ],
  ])('%s', (_, phase, facts, problem) => {
    const problems = lintConditions(phase, conditions(...facts));

    if (problem === undefined) expect(problems).toEqual([]);
    else expect(problems).toContain(problem);
  });
});

describe('the time of a condition', () => {
  const before = conditions(notReady);

  test('stands while its status does, whatever is said', () => {
    const [now] = stampConditions([{ ...notReady, message: 'other' }], before, 't2');

    expect(now).toMatchObject({ lastTransitionTime: 't', message: 'other' });
  });

  test('is new when its status changes', () => {
    expect(stampConditions([fact('Ready')], before, 't2')[0]?.lastTransitionTime).toBe('t2');
  });

  test('messages are bounded', () => {
    const [now] = conditions({ ...notReady, message: 'x'.repeat(9_999) });

    expect(now?.message.length).toBe(2_048);
  });
});

describe('every situation', () => {
  const stop = { reason: 'X', message: 'm', at: 0 };
  const record = { ...newRecord('a', 's', ''), run: newRun(1, 'r', 'h', 0) };
  const CASES: readonly [string, Situation, Phase, string][] = [
    ['errors in the spec', { kind: 'invalid', findings: [] }, 'Invalid', 'SpecInvalid'],
    ['a person must act', { kind: 'stalled', reason: 'R', message: 'm' }, 'Failed', 'R'],
    ['tried again', { kind: 'retrying', reason: 'R', message: 'm' }, 'Pending', 'R'],
    ['older arrays must end', { kind: 'holding', reason: 'Replacing', message: 'm' }, 'Pending', 'Replacing'],
    ['being suspended', { kind: 'suspended', stopping: 1 }, 'Pending', 'Suspending'],
    ['suspended', { kind: 'suspended', stopping: 0 }, 'Suspended', 'Suspended'],
    [
      'being stopped',
      { kind: 'stopped', stop: { ...stop, outcome: 'Failed' }, stopping: 1 },
      'Running',
      'Stopping',
    ],
    [
      'stopped as a failure',
      { kind: 'stopped', stop: { ...stop, outcome: 'Failed' }, stopping: 0 },
      'Failed',
      'X',
    ],
    [
      'stopped as a success',
      { kind: 'stopped', stop: { ...stop, outcome: 'Succeeded' }, stopping: 0 },
      'Succeeded',
      'X',
    ],
    ['blocked', { kind: 'blocked', by: ['up'] }, 'Blocked', 'DependencyFailed'],
    [
      'waiting',
      { kind: 'running', started: false, waitingFor: ['up'], backingOff: 0 },
      'Pending',
      'WaitingForDependencies',
    ],
    [
      'not begun',
      { kind: 'running', started: false, waitingFor: [], backingOff: 0 },
      'Pending',
      'Progressing',
    ],
    [
      'between rounds',
      { kind: 'running', started: true, waitingFor: [], backingOff: 3 },
      'Running',
      'Progressing',
    ],
    ['nothing to do', { kind: 'done', failed: 0, total: 0, finishing: 0 }, 'Succeeded', 'NoWork'],
    ['done', { kind: 'done', failed: 0, total: 5, finishing: 0 }, 'Succeeded', 'Completed'],
    ['done with failures', { kind: 'done', failed: 1, total: 5, finishing: 0 }, 'Failed', 'IndexesFailed'],
    [
      'done but for retired children',
      { kind: 'done', failed: 1, total: 5, finishing: 1 },
      'Running',
      'Progressing',
    ],
  ];
  test.each(CASES)(
    '%s has its phase, and conditions that the linter accepts',
    (_, situation, phase, reason) => {
      const judged = judge(situation, record, range(0, 5));

      expect(judged.phase).toBe(phase);
      expect(judged.facts.find((each) => each.type === 'Ready')?.reason).toBe(reason);
      expect(lintConditions(judged.phase, conditions(...judged.facts))).toEqual([]);
    },
  );
});
