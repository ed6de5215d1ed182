import type { PlanNode } from '@graphql-hive/router-query-planner';
import { buildASTSchema, type DocumentNode, GraphQLError, type GraphQLSchema, parse, print } from 'graphql';
import type { OpenPlans, PlanSource } from '../planner/plan-source.ts';
import { UnplannedOperation } from '../planner/unplanned-operation.ts';
import type { Finds } from '../record.ts';
import { pointsOfFailure } from '../refusal-price.ts';
import type { FetchTypes } from '../subgraph-fetch.ts';
import { type CompiledPlan, compilePlan } from './compile.ts';
import { mixesAliases } from './mixed-aliases.ts';
import { OwnPlanner } from './own-planner/own-planner.ts';
import { repairedSupergraph } from './supergraph-repair.ts';
import { TypeNames } from './type-names.ts';
import { hasUnfitOperations } from './unfit-operations.ts';

export interface PlannerOptions {
  /** SDL */
  supergraph: string;
  /** Opens the native planner, in this process or in one of its own. */
  openPlans: OpenPlans;
  /** Called with each plan when it is made. */
  onPlan?: ((plan: PlanNode) => void) | undefined;
  /** All plans are made by our planner. */
  isOwnOnly?: boolean | undefined;
}

/** A plan that is there, or is being made. */
export type Plan = CompiledPlan | Promise<CompiledPlan>;

/** Who asks for a plan, and pays for one that ends the planner's process. */
export interface PlanAsker {
  record: { plans: Finds };
  budget: { charge(points: number): void };
}

interface PlanSubject {
  document: DocumentNode;
  operationName: string | undefined;
  percentage: number;
}

/**
 * Plans for the operations of one supergraph. The planner draws nothing itself: of the fields that move between
 * subgraphs by a percentage, each request draws which it takes, and there is a plan for each outcome.
 */
export class Planner {
  readonly #planner: PlanSource;
  readonly #own: OwnPlanner;
  readonly #isOwnOnly: boolean;
  readonly #types: FetchTypes;
  readonly #percentages: readonly number[];
  readonly #plans = new WeakMap<DocumentNode, Map<string, Plan>>();
  readonly #onPlan: ((plan: PlanNode) => void) | undefined;

  private constructor({ supergraph, onPlan, isOwnOnly = false }: PlannerOptions, planner: PlanSource, own: OwnPlanner) {
    this.#onPlan = onPlan;
    this.#isOwnOnly = isOwnOnly;
    this.#planner = planner;
    this.#own = own;
    this.#percentages = [...planner.percentages].sort((one, other) => one - other);
    const schema: GraphQLSchema = buildASTSchema(parse(supergraph, { noLocation: true }), {
      assumeValid: true,
      assumeValidSDL: true,
    });
    this.#types = { schema, types: new TypeNames(schema) };
  }

  /** @throws Error when the native planner refuses the supergraph */
  static async open(options: PlannerOptions): Promise<Planner> {
    const repaired = repairedSupergraph(options.supergraph);
    return new Planner(options, await options.openPlans(repaired), new OwnPlanner(repaired));
  }

  get types(): FetchTypes {
    return this.#types;
  }

  /**
   * Kept by the document's identity, and counted for who asks. A plan that fails is not kept.
   * @throws UnplannedOperation where neither planner has one
   */
  planFor(document: DocumentNode, operationName: string | undefined, asker?: PlanAsker): Plan {
    const drawn = this.#draw();
    const key = `${drawn.key} ${operationName ?? ''}`;
    const plans = this.#plans.get(document) ?? new Map<string, Plan>();
    this.#plans.set(document, plans);
    const known = plans.get(key);
    if (asker) asker.record.plans[known === undefined ? 'made' : 'known'] += 1;
    if (known !== undefined) return known;
    const plan = this.#plan({ document, operationName, percentage: drawn.value }, asker);
    plans.set(key, plan);
    plan.then(
      (made) => plans.set(key, made),
      () => plans.delete(key),
    );
    return plan;
  }

  /** The native planner's plan, or ours where it has none, one that is known to be wrong, or ends over the operation. */
  async #plan(wanted: PlanSubject, asker: PlanAsker | undefined): Promise<CompiledPlan> {
    const node = this.#isOwnOnly ? undefined : await this.#nativePlan(wanted);
    if (node === undefined || node instanceof UnplannedOperation) return this.#ownPlan(wanted, asker, node);
    if (this.#isWrong(node, wanted.document)) return this.#ownPlan(wanted, asker);
    this.#onPlan?.(node);
    return compilePlan(node, this.#types);
  }

  #isWrong = (node: PlanNode, document: DocumentNode): boolean =>
    mixesAliases(node) || this.#own.isMistaken(node, document) || hasUnfitOperations(node, this.#types.schema);

  /** Undefined where the plan is empty. @throws Error where the planner is too busy to be waited for */
  async #nativePlan(wanted: PlanSubject): Promise<PlanNode | UnplannedOperation | undefined> {
    const { document, operationName, percentage } = wanted;
    try {
      return await this.#planner.plan({ text: print(document), operationName, percentage });
    } catch (error) {
      if (error instanceof UnplannedOperation) return error;
      if (error instanceof GraphQLError) throw error;
      return new UnplannedOperation((error as Error).message);
    }
  }

  #ownPlan(
    { document, percentage }: PlanSubject,
    asker: PlanAsker | undefined,
    failure?: UnplannedOperation,
  ): CompiledPlan {
    let node: PlanNode;
    try {
      node = this.#own.plan(document, percentage);
    } catch (error) {
      throw failure ?? new UnplannedOperation((error as Error).message);
    }
    asker?.budget.charge(pointsOfFailure(failure));
    this.#onPlan?.(node);
    return compilePlan(node, { ...this.#types, isExact: true });
  }

  /** The plan depends on how many of the percentages lie below the drawn value. */
  #draw(): { key: number; value: number } {
    if (this.#percentages.length === 0) return { key: 0, value: 0 };
    const value = Math.random() * 100;
    return { key: this.#percentages.filter((each) => each < value).length, value };
  }
}
