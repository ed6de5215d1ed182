import { type PlanNode, QueryPlanner } from '@graphql-hive/router-query-planner';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import type { FetchTypes } from '../subgraph-fetch.ts';
import { type CompiledPlan, compilePlan } from './compile.ts';
import { mixesAliases } from './mixed-aliases.ts';
import { inSequence } from './plan-run.ts';
import { halvesOf } from './split.ts';
import { repairedSupergraph } from './supergraph-repair.ts';
import { TypeNames } from './type-names.ts';

/**
 * Plans for the operations of one supergraph. The planner draws nothing itself: of the fields that move between
 * subgraphs by a percentage, each request draws which it takes, and there is a plan for each outcome.
 */
export class Planner {
  readonly #planner: QueryPlanner;
  readonly #types: FetchTypes;
  readonly #percentages: readonly number[];
  readonly #plans = new WeakMap<DocumentNode, Map<string, Promise<CompiledPlan>>>();

  /** @param supergraph SDL */
  constructor(supergraph: string) {
    this.#planner = new QueryPlanner(repairedSupergraph(supergraph));
    this.#percentages = [...this.#planner.overridePercentages].sort((one, other) => one - other);
    const schema: GraphQLSchema = buildASTSchema(parse(supergraph, { noLocation: true }), {
      assumeValid: true,
      assumeValidSDL: true,
    });
    this.#types = { schema, types: new TypeNames(schema) };
  }

  get types(): FetchTypes {
    return this.#types;
  }

  /** Kept by the document's identity. A plan that fails is not kept. */
  planFor(document: DocumentNode, operationName: string | undefined): Promise<CompiledPlan> {
    const drawn = this.#draw();
    const key = `${drawn.key} ${operationName ?? ''}`;
    const plans = this.#plans.get(document) ?? new Map<string, Promise<CompiledPlan>>();
    this.#plans.set(document, plans);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = this.#plan(document, operationName, drawn.value);
    plans.set(key, plan);
    plan.catch(() => plans.delete(key));
    return plan;
  }

  async #plan(document: DocumentNode, name: string | undefined, percentage: number): Promise<CompiledPlan> {
    let node: PlanNode | undefined;
    let reason = new Error('the plan of the operation is empty');
    try {
      ({ node } = await this.#planner.planAsync(print(document), name, new Set(), percentage));
    } catch (error) {
      reason = error as Error;
    }
    if (node !== undefined && !mixesAliases(node)) return compilePlan(node, document, this.#types);
    const halves = halvesOf(document);
    if (halves === undefined) {
      if (node === undefined) throw reason;
      return compilePlan(node, document, this.#types);
    }
    const plans = await Promise.all(halves.map((half) => this.#plan(half, name, percentage)));
    const nodes = plans.flatMap((plan) => plan.nodes);
    return { nodes, subscription: undefined, task: inSequence(plans.map(({ task }) => task)) };
  }

  /** The plan depends on how many of the percentages lie below the drawn value. */
  #draw(): { key: number; value: number } {
    if (this.#percentages.length === 0) return { key: 0, value: 0 };
    const value = Math.random() * 100;
    return { key: this.#percentages.filter((each) => each < value).length, value };
  }
}
