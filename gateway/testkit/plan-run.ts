import type { PlanNode } from '@graphql-hive/router-query-planner';
import { buildSchema } from 'graphql';
import { Caller } from '../caller.ts';
import type { RequestContext } from '../context.ts';
import { Departure } from '../departure.ts';
import { compilePlan } from '../executor/compile.ts';
import { type PlanRun, resultOf } from '../executor/plan-run.ts';
import { RunErrors } from '../executor/run-errors.ts';
import { TypeNames } from '../executor/type-names.ts';
import { RequestRecord } from '../record.ts';
import { toResult } from '../subgraph-answer.ts';
import type { SubgraphCall } from '../subgraph-call.ts';

const nothing = () => undefined;

const context: RequestContext = {
  requestId: 'test',
  caller: new Caller({ sub: 'siti', scope: '' }, Number.POSITIVE_INFINITY),
  acceptLanguage: undefined,
  deadline: Number.POSITIVE_INFINITY,
  departure: new Departure(),
  record: new RequestRecord('test'),
  budget: {
    spend: nothing,
    charge: nothing,
    refund: nothing,
    state: nothing,
    isExhausted: () => false,
    ofDay: nothing,
  },
  showsCost: false,
  showsCalls: false,
};

/** What a subgraph was sent. */
export interface SentRequest {
  subgraph: string;
  query: string;
  variables: Record<string, unknown> | undefined;
}

/** Runs a plan that is written by hand over subgraphs that answer what `answer` says; their answers are JSON. */
export const runPlan = async (
  plan: PlanNode,
  { sdl, answer, variables = {} }: { sdl: string; answer: (sent: SentRequest) => unknown; variables?: object },
) => {
  const schema = buildSchema(sdl);
  const sent: SentRequest[] = [];
  const request = async (call: SubgraphCall) => {
    const { query, variables } = JSON.parse(call.body);
    const asked = { subgraph: call.subgraph, query, variables };
    sent.push(asked);
    return toResult(JSON.parse(JSON.stringify(answer(asked))), call);
  };
  const run: PlanRun = { data: {}, errors: new RunErrors(), variables: { ...variables }, context, request };
  await compilePlan(plan, { schema, types: new TypeNames(schema) }).task(run);
  const { errors = [] } = resultOf(run);
  return { data: run.data, errors: errors.map(({ message, path }) => `${path?.join('.')}: ${message}`), sent };
};
