import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DocumentNode } from 'graphql';
import type { RequestContext } from './context.ts';
import { type DescriptionScope, describePlan, type PlannedFetch } from './executor/plan-description.ts';
import { type PlanRun, resultOf } from './executor/plan-run.ts';
import { Planner, type PlannerOptions } from './executor/planner.ts';
import { RunErrors } from './executor/run-errors.ts';
import { eventsOf } from './executor/subscription.ts';
import { beforeDeadline } from './planner/planner-busy.ts';
import type { SubgraphRequest, SubgraphResult } from './subgraph-call.ts';
import { hasManyObjects } from './subgraph-places.ts';

/** A valid operation with coerced variables, to be planned and executed over the subgraphs. */
export interface EngineOperation {
  /** Plans are cached by this object's identity. */
  document: DocumentNode;
  operationName: string | undefined;
  variables: Record<string, unknown>;
  context: RequestContext;
}

/** The data may hold more than was asked: keys that the plan needs, the same object at several places. */
export type EngineResult = SubgraphResult;

/**
 * Everything that is specific to the planner and executor in use; the rest of the gateway knows only this interface.
 * `execute` yields raw results: null bubbling, error masking and introspection are done by its caller.
 */
export interface Engine {
  execute(operation: EngineOperation): Promise<EngineResult | AsyncIterable<EngineResult>>;
  /**
   * Makes the plan that `execute` would follow, and keeps it.
   * @throws Error when the planner refuses the operation
   */
  plan(document: DocumentNode, operationName: string | undefined): Promise<void>;
  /** Describes a plan for documents that are executed one after the other. */
  describe(documents: readonly DocumentNode[], scope: PlanScope): Promise<PlannedFetch[]>;
}

export interface PlanScope extends DescriptionScope {
  operationName: string | undefined;
  context: RequestContext;
}

export interface EngineOptions extends PlannerOptions {
  subgraphRequest: SubgraphRequest;
}

/**
 * Hive's Rust planner over the supergraph in `supergraph` (SDL), ours for what it cannot plan, and our executor of plans. No abort signal is
 * passed: a client that leaves during planning would leave an aborted plan in the cache.
 * @throws Error when the planner refuses the supergraph
 */
export const createEngine = async (options: EngineOptions): Promise<Engine> => {
  const { subgraphRequest: request } = options;
  const planner = await Planner.open(options);
  return {
    async execute({ document, operationName, variables, context }) {
      const made = planner.planFor(document, operationName, context);
      const plan = made instanceof Promise ? await beforeDeadline(made, context.deadline) : made;
      const runOf = (): PlanRun => ({
        data: {},
        errors: new RunErrors(),
        variables,
        context,
        request,
        answers: new Map(),
      });
      if (plan.subscription !== undefined) return eventsOf(plan.subscription, plan.task, runOf);
      const run = runOf();
      await plan.task(run);
      if (hasManyObjects(context)) await nextTurn();
      return resultOf(run);
    },
    async plan(document, operationName) {
      await planner.planFor(document, operationName);
    },
    async describe(documents, { operationName, context, ...scope }) {
      const plans = await Promise.all(documents.map((document) => planner.planFor(document, operationName, context)));
      return describePlan(
        plans.flatMap(({ nodes }) => nodes),
        scope,
      );
    },
  };
};
