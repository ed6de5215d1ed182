import { type PlanNode, QueryPlanner } from '@graphql-hive/router-query-planner';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import type { Finds } from '../record.ts';
import type { FetchTypes } from '../subgraph-fetch.ts';
import { type CompiledPlan, compilePlan } from './compile.ts';
import { mixesAliases } from './mixed-aliases.ts';
import { OwnPlanner } from './own-planner/own-planner.ts';
import { repairedSupergraph } from './supergraph-repair.ts';
import { TypeNames } from './type-names.ts';
import { hasUnfitOperations } from './unfit-operations.ts';

export interface PlannerOptions {
  /** Called with each plan when it is made. */
  onPlan?: ((plan: PlanNode) => void) | undefined;
  /** All plans are made by our planner. */
  isOwnOnly?: boolean | undefined;
}

/**
 * Plans for the operations of one supergraph. The planner draws nothing itself: of the fields that move between
 * subgraphs by a percentage, each request draws which it takes, and there is a plan for each outcome.
 */
export class Planner {
  readonly #planner: QueryPlanner;
  readonly #types: FetchTypes;
  readonly #percentages: readonly number[];
  readonly #plans = new WeakMap<DocumentNode, Map<string, Promise<CompiledPlan>>>();
  readonly #onPlan: ((plan: PlanNode) => void) | undefined;
  readonly #isOwnOnly: boolean;
  readonly #own: OwnPlanner;

  /** @param supergraph SDL */
  constructor(supergraph: string, { onPlan, isOwnOnly = false }: PlannerOptions = {}) {
    this.#onPlan = onPlan;
    this.#isOwnOnly = isOwnOnly;
    const repaired = repairedSupergraph(supergraph);
    this.#planner = new QueryPlanner(repaired);
    this.#own = new OwnPlanner(repaired);
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

  /** Kept by the document's identity, and counted in `finds`. A plan that fails is not kept. */
  planFor(document: DocumentNode, operationName: string | undefined, finds?: Finds): Promise<CompiledPlan> {
    const drawn = this.#draw();
    const key = `${drawn.key} ${operationName ?? ''}`;
    const plans = this.#plans.get(document) ?? new Map<string, Promise<CompiledPlan>>();
    this.#plans.set(document, plans);
    const known = plans.get(key);
    if (finds) finds[known === undefined ? 'made' : 'known'] += 1;
    if (known !== undefined) return known;
    const plan = this.#plan(document, operationName, drawn.value);
    plans.set(key, plan);
    plan.catch(() => plans.delete(key));
    return plan;
  }

  /** The native planner's plan, or ours where it has none, or one that is known to be wrong. */
  async #plan(document: DocumentNode, name: string | undefined, percentage: number): Promise<CompiledPlan> {
    const node = this.#isOwnOnly ? undefined : await this.#nativePlan(document, name, percentage);
    if (node === undefined || this.#isWrong(node)) return this.#ownPlan(document, percentage);
    this.#onPlan?.(node);
    return compilePlan(node, document, this.#types);
  }

  #isWrong = (node: PlanNode): boolean =>
    mixesAliases(node) || this.#own.isMistaken(node) || hasUnfitOperations(node, this.#types.schema);

  async #nativePlan(
    document: DocumentNode,
    name: string | undefined,
    percentage: number,
  ): Promise<PlanNode | undefined> {
    try {
      return (await this.#planner.planAsync(print(document), name, new Set(), percentage)).node;
    } catch {
      return undefined;
    }
  }

  #ownPlan(document: DocumentNode, percentage: number): CompiledPlan {
    const node = this.#own.plan(document, percentage);
    this.#onPlan?.(node);
    return compilePlan(node, document, { ...this.#types, isExact: true });
  }

  /** The plan depends on how many of the percentages lie below the drawn value. */
  #draw(): { key: number; value: number } {
    if (this.#percentages.length === 0) return { key: 0, value: 0 };
    const value = Math.random() * 100;
    return { key: this.#percentages.filter((each) => each < value).length, value };
  }
}
