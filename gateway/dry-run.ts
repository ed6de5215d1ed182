import type { RequestContext } from './context.ts';
import { type Denial, refusalsAtRoot } from './denial.ts';
import type { Engine } from './engine.ts';
import type { PlannedFetch } from './executor/plan-description.ts';
import { type MissingScopes, missingScopes, type ScopeHolders } from './missing-scopes.ts';
import type { PreparedOperation } from './operation.ts';
import { type OperationUses, usesOf } from './operation-uses.ts';
import type { BudgetState } from './rate-headers.ts';
import type { Supergraph } from './supergraph.ts';

/** A call of a subgraph that an execution would make. */
type PlannedCall = Pick<PlannedFetch, 'number' | 'step' | 'after' | 'subgraph' | 'kind' | 'fields'>;

/** What an execution would cost and ask: the dryRun in the extensions of the answer. */
export interface DryRun extends OperationUses {
  operation: string | undefined;
  kind: string;
  /** False where the whole operation would be refused for what its caller may not do. */
  isExecutable: boolean;
  /** Points that an execution reserves, the most that one may, and what is left of the minute. */
  cost: { requested: number; maximum: number } & Partial<BudgetState>;
  /** Owners that are asked, each once, in the order of their first call. */
  subgraphs: string[];
  calls: PlannedCall[];
  missingScopes: MissingScopes[];
}

export interface DryRunParts {
  engine: Engine;
  supergraph: Supergraph;
  costLimit: number;
  scopeHolders?: ScopeHolders | undefined;
}

/** An operation that passed all checks. */
export interface CheckedOperation {
  operation: PreparedOperation;
  variables: Record<string, unknown>;
  /** As the client gave them. */
  given: Readonly<Record<string, unknown>>;
  denial: Denial | undefined;
  points: number;
  context: RequestContext;
}

/** Executes nothing. */
export const dryRunOf = async (checked: CheckedOperation, parts: DryRunParts): Promise<DryRun> => {
  const { operation, given, denial, points, context } = checked;
  const { definition, document } = operation;
  const isExecutable = denial === undefined || refusalsAtRoot(operation, { ...denial, ...checked }).length === 0;
  const plan = isExecutable ? await planOf(checked, parts) : [];
  const { deprecated, personalData } = usesOf(parts.supergraph, { definition, document, given });
  return {
    operation: definition.name?.value,
    kind: definition.operation,
    isExecutable,
    cost: { requested: points, maximum: parts.costLimit, ...context.budget.state() },
    subgraphs: [...new Set(plan.map(({ subgraph }) => subgraph))],
    calls: plan.map(({ number, step, after, subgraph, kind, fields }) => ({
      number,
      step,
      after,
      subgraph,
      kind,
      fields,
    })),
    missingScopes: missingScopes(denial, parts.scopeHolders ?? new Map()),
    deprecated,
    personalData,
  };
};

/** The fetches of all steps; what the caller may not see is asked of nobody. */
export const planOf = (
  { operation, variables, denial, context }: Pick<CheckedOperation, 'operation' | 'variables' | 'denial' | 'context'>,
  { engine, supergraph }: Pick<DryRunParts, 'engine' | 'supergraph'>,
): Promise<PlannedFetch[]> => {
  const documents = operation.stepsFor(variables).flatMap(({ documentFor }) => {
    const document = documentFor(variables, denial?.denied);
    return document === undefined ? [] : [document];
  });
  const operationName = operation.definition.name?.value;
  return engine.describe(documents, { operationName, context, variables, schema: supergraph.schema });
};
