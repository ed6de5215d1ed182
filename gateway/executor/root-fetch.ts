import type { FetchNode } from '@graphql-hive/router-query-planner';
import type { SubgraphCall, SubgraphResult } from '../subgraph-call.ts';
import { compileFetch, type FetchTypes } from '../subgraph-fetch.ts';
import { relocated } from './error-location.ts';
import { FetchBody } from './fetch-body.ts';
import { mergeInto } from './merge.ts';
import type { PlanRun, Task } from './plan-run.ts';
import { readRewrites } from './rewrite.ts';

/** A fetch of root fields, compiled. */
export interface RootFetch {
  callFor(run: PlanRun): SubgraphCall;
  /** Takes what was answered into the run. */
  join(run: PlanRun, result: SubgraphResult): void;
}

export const compileRootFetch = (node: FetchNode, scope: FetchTypes): RootFetch => {
  const { serviceName: subgraph, operation, operationKind: kind = 'query' } = node;
  const fetch = compileFetch(operation, scope, readRewrites(node.outputRewrites, scope.types));
  const body = new FetchBody(node);
  const [first] = fetch.owed;
  const place = first === undefined ? [] : [first.key];
  return {
    callFor: (run) => ({
      subgraph,
      fetch,
      kind,
      counts: {},
      body: body.textWith(run),
      context: run.context,
      variables: run.variables,
    }),
    join(run, { data, errors = [] }) {
      run.errors.add(errors.map((error) => (error.path === undefined ? relocated(error, place) : error)));
      if (data) mergeInto(run.data, data, scope.types);
    },
  };
};

export const rootTask = ({ callFor, join }: RootFetch): Task => {
  return async (run) => join(run, (await run.request(callFor(run))) as SubgraphResult);
};
