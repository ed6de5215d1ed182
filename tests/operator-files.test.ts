import { expect, test } from 'vitest';
import { isWrongQuery, metricsIn, operatorQueries } from './testkit/operator-files.ts';

test('Prometheus can parse every query of the alerts and the dashboard', () => {
  const queries = operatorQueries();
  expect(queries.length).toBeGreaterThan(40);
  expect(queries.filter(({ query }) => isWrongQuery(query))).toEqual([]);
  expect(isWrongQuery('sum by (le rate(x[5m]))')).toBe(true);
});

test('every query names a metric, and each alert and panel has a name of its own', () => {
  const queries = operatorQueries();
  expect(queries.filter(({ query }) => metricsIn(query).length === 0)).toEqual([]);
  expect(metricsIn('sum by (le) (rate(a_seconds_bucket{b="c"}[5m])) > 0 or d')).toEqual(['a_seconds', 'd']);
});
