import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

interface Rules {
  groups: { name: string; rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

/** A query of an alert or of a panel. */
export interface OperatorQuery {
  /** The name of the alert or the title of the panel. */
  of: string;
  query: string;
}

/** Every query in the files of `deploy`. */
export const operatorQueries = (): OperatorQuery[] => {
  const rules = parse(readFileSync('deploy/prometheus.rules.yml', 'utf8')) as Rules;
  const dashboard = JSON.parse(readFileSync('deploy/grafana.dashboard.json', 'utf8')) as Dashboard;
  return [
    ...rules.groups.flatMap((group) => group.rules.map(({ alert, expr }) => ({ of: alert, query: expr }))),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ of: title, query: expr }))),
  ];
};

/** Names of nodes under which a query names a metric or a label. */
const read = (query: string) => {
  const metrics: string[] = [];
  let isWrong = false;
  parser.parse(query).iterate({
    enter({ name, type, node }) {
      if (type.isError) isWrong = true;
      if (name === 'VectorSelector') {
        const identifier = node.getChild('Identifier');
        if (identifier) metrics.push(query.slice(identifier.from, identifier.to));
      }
    },
  });
  return { metrics, isWrong };
};

/** Whether Prometheus could not parse it. */
export const isWrongQuery = (query: string): boolean => read(query).isWrong;

/** The metrics that a query reads, by the names of their families: without what a histogram adds. */
export const metricsIn = (query: string): string[] =>
  read(query).metrics.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
