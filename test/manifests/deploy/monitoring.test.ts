import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, test } from 'vitest';
import { createMetrics, type Metrics } from '../../../src/controller/metrics.ts';
import { json, yaml } from './deployments.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const { groups } = yaml('prometheus/arrayjob.rules.yaml') as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((each) => each.rules);
const dashboard = json('grafana/arrayjob.json') as {
  uid: string;
  panels: Panel[];
  templating: { list: { name: string; query: unknown }[] };
};

/** What Prometheus adds to every series that it scrapes. */
const SCRAPED = ['job', 'instance'];
const QUERIES: readonly (readonly [string, string])[] = [
  ...rules.map((each) => [each.alert, each.expr] as const),
  ...dashboard.panels.flatMap((each) => each.targets.map(({ expr }) => [each.title, grafanaless(expr)] as const)),
];

/** A query as Grafana sends it. */
function grafanaless(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', '.*');
}

type Series = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

const freshMetrics = (): Metrics =>
  createMetrics(
    { version: '1', node: '20' },
    {
      objects: () => [],
      inspection: () => undefined,
      leaseHeld: () => true,
      budget: () => ({
        rates: { submit: 1, other: 1 },
        tokens: { submit: 1, other: 1 },
        waiting: { submit: 0, other: 0 },
        callsLastMinute: 0,
        throttles: 0,
      }),
    },
  );

/** The series of a controller that has seen everything once. */
async function seriesOf(): Promise<Series> {
  const metrics = freshMetrics();
  const outcomes = [
    { kind: 'ok', value: 1 },
    { kind: 'terminal', code: 'x', message: '' },
    { kind: 'transient', code: 'Throttled', message: '' },
    { kind: 'transient', code: 'Unreachable', message: '' },
    { kind: 'unknown', message: '' },
  ] as const;
  for (const each of outcomes) metrics.called('DescribeJobs', each);
  return seriesIn(metrics);
}

/** The names of series, and the labels and values of each. */
async function seriesIn(metrics: Metrics): Promise<Series> {
  const series = new Map<string, Map<string, Set<string>>>();
  for (const line of (await metrics.text()).split('\n')) {
    const [, name, labels = ''] = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? \S+/i.exec(line) ?? [];
    if (name === undefined) continue;
    const known = series.get(name) ?? new Map<string, Set<string>>();
    for (const [, label = '', value = ''] of labels.matchAll(/([a-z_]+)="([^"]*)"/g)) {
      known.set(label, (known.get(label) ?? new Set()).add(value));
    }
    series.set(name, known);
  }
  return series;
}

/** What a query selects and groups by, by the grammar of Prometheus itself; `errors` are the places that it does not parse. */
function partsOf(expr: string): {
  readonly errors: readonly string[];
  readonly selectors: readonly { readonly metric: string; readonly matchers: readonly (readonly [string, string, string])[] }[];
  readonly grouped: readonly string[];
} {
  const tree = parser.parse(expr);
  const errors: string[] = [];
  const grouped: string[] = [];
  const selectors: { metric: string; matchers: (readonly [string, string, string])[] }[] = [];
  const text = (node: { from: number; to: number }): string => expr.slice(node.from, node.to);
  tree.iterate({
    enter(node) {
      if (node.type.isError) errors.push(`${expr}: at ${node.from}`);
      if (node.name === 'VectorSelector') selectors.push({ metric: text(node).replace(/\{.*$/s, ''), matchers: [] });
      if (node.name === 'UnquotedLabelMatcher' || node.name === 'LabelMatcher') {
        const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/s.exec(text(node)) ?? [];
        selectors.at(-1)?.matchers.push([label, operator, value]);
      }
      if (node.name === 'GroupingLabels') {
        grouped.push(...text(node).replace(/[()\s]/g, '').split(','));
      }
    },
  });
  return { errors, selectors, grouped };
}

describe('every query of the alerts and the dashboard', () => {
  test('the grammar notices what is no query', () => {
    expect(partsOf('sum by (job (x)').errors).not.toEqual([]);
    expect(partsOf('rate(x{a="b"}[5m])')).toMatchObject({ errors: [], selectors: [{ metric: 'x', matchers: [['a', '=', 'b']] }] });
  });

  test.each(QUERIES)('%s is a query: %s', (_, expr) => {
    expect(partsOf(expr).errors).toEqual([]);
  });

  test.each(QUERIES)('%s asks for series, labels and values that there are: %s', async (_, expr) => {
    const series = await seriesOf();

    const { selectors, grouped } = partsOf(expr);

    expect(selectors.length).toBeGreaterThan(0);
    const labels = new Set(SCRAPED);
    for (const { metric, matchers } of selectors) {
      if (metric === 'up') continue;
      const known = series.get(metric);
      expect(known, metric).toBeDefined();
      for (const label of known?.keys() ?? []) labels.add(label);
      for (const [label, operator, value] of matchers) {
        if (SCRAPED.includes(label)) continue;
        const values = [...(known?.get(label) ?? [])];
        const wanted = operator.endsWith('~') ? value.split('|') : [value];
        expect(values, `${metric}{${label}}`).toEqual(expect.arrayContaining(wanted));
      }
    }
    expect(grouped.filter((each) => !labels.has(each))).toEqual([]);
  });
});

describe('the alerts', () => {
  test('have names of their own, a severity and words', () => {
    expect(new Set(rules.map((each) => each.alert)).size).toBe(rules.length);
    for (const { labels, annotations, for: patience = '0m' } of rules) {
      expect(['info', 'warning', 'critical']).toContain(labels['severity']);
      expect(Object.keys(annotations)).toEqual(['summary', 'description']);
      expect(patience).toMatch(/^\d+m$/);
    }
  });

  test('that notice when something does not happen have it at 0 from the start', async () => {
    const fresh = await seriesIn(freshMetrics());
    const absences = rules.flatMap(({ expr }) => expr.split(/\band\b/)).filter((each) => /== 0\s*$/.test(each));

    const missing = absences
      .flatMap((each) => partsOf(each).selectors)
      .filter(({ metric }) => metric !== 'up')
      .filter(({ metric, matchers }) =>
        matchers.some(([label, , value]) =>
          value.split('|').some((each) => fresh.get(metric)?.get(label)?.has(each) !== true),
        ),
      );

    expect(absences.length).toBeGreaterThan(3);
    expect(missing).toEqual([]);
  });

  test('are explained in docs/deploy.md, which has no other', () => {
    const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
    const named = [...page.matchAll(/`(Arrayjob\w+)`/g)].map((each) => each[1]);

    expect(named.sort()).toEqual(rules.map((each) => each.alert).sort());
  });

  test('name labels in their words that their queries keep', () => {
    for (const { expr, annotations } of rules) {
      const named = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map((each) => each[1] ?? '');
      expect(partsOf(expr).grouped).toEqual(expect.arrayContaining(named));
    }
  });
});

describe('the dashboard', () => {
  test('has panels that lie beside each other, with ids of their own', () => {
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
    expect(new Set(dashboard.panels.map((each) => each.id)).size).toBe(dashboard.panels.length);
  });

  test('shows every metric of the controller that has a panel to be in', async () => {
    const own = [...(await seriesOf()).keys()]
      .filter((each) => each.startsWith('arrayjob_'))
      .map((each) => each.replace(/_(bucket|sum|count)$/, ''));
    const shown = JSON.stringify(dashboard.panels) + JSON.stringify(rules);

    // Notifications and hints belong to options that few use.
    expect([...new Set(own)].filter((each) => !shown.includes(each))).toEqual(
      [...new Set(own)].filter((each) => /_(notifications|hints)_/.test(each)),
    );
  });

  test('uses variables that it declares', () => {
    const declared = dashboard.templating.list.map((each) => each.name);
    const used = [...JSON.stringify(dashboard.panels).matchAll(/\$\{?(\w+)\}?/g)].map((each) => each[1] ?? '');

    expect(used.filter((each) => !declared.includes(each) && !each.startsWith('__'))).toEqual([]);
  });
});
