import { GraphQLError } from 'graphql';
import { complete } from './completion.ts';
import type { RequestContext } from './context.ts';
import { leaveOut } from './contract/left-out.ts';
import type { Denial } from './denial.ts';
import type { Engine, EngineResult } from './engine.ts';
import { errorsAtClientKeys } from './error-paths.ts';
import type { PreparedOperation, Step } from './operation.ts';
import type { ObjectShape } from './shape.ts';

/** One operation that may run. */
export interface StepsRun {
  operation: PreparedOperation;
  variables: Record<string, unknown>;
  context: RequestContext;
  denial: Denial | undefined;
  /** Has the operation prepared anew the next time. */
  forget(): void;
}

/** An answer in the client's keys, its errors not yet masked. */
export interface Completion {
  data: Record<string, unknown> | null;
  errors: readonly GraphQLError[];
}

export const completeStep = (
  answer: EngineResult,
  { shape, mayHide }: { shape: ObjectShape; mayHide: boolean },
  { variables, denial }: StepsRun,
): Completion => {
  const result = mayHide ? leaveOut(answer, shape) : answer;
  const errors = errorsAtClientKeys(result, { shape, variables });
  const { data, added } = complete({ data: result.data ?? null, errors }, shape, { variables, denial, isJoined: true });
  return { data, errors: [...errors, ...added] };
};

/**
 * Runs an operation's steps, each when the one before is complete; where one leaves no data, the rest is not begun. A
 * subscription yields the raw results of its only step.
 */
export const runSteps = async (engine: Engine, run: StepsRun): Promise<Completion | AsyncIterable<EngineResult>> => {
  const [first, ...rest] = run.operation.stepsFor(run.variables);
  if (first === undefined) return { data: {}, errors: [] };
  const result = await runStep(engine, first, run);
  if (Symbol.asyncIterator in result) return result;
  const { data, errors } = completeStep(result, first, run);
  if (rest.length === 0 || data === null) return { data, errors };
  const all = [...errors];
  for (const step of rest) {
    const later = completeStep(await runLaterStep(engine, step, run), step, run);
    all.push(...later.errors);
    if (later.data === null) return { data: null, errors: all };
    Object.assign(data, later.data);
  }
  return { data, errors: all };
};

const runStep = async (engine: Engine, { documentFor }: Step, run: StepsRun) => {
  const { operation, variables, context, denial } = run;
  const document = documentFor(variables, denial?.denied);
  if (document === undefined) return { data: {} };
  return engine.execute({ document, operationName: operation.definition.name?.value, variables, context });
};

/** A failure must not hide what the steps before it did, as an error of the whole operation would. */
const runLaterStep = async (engine: Engine, step: Step, run: StepsRun): Promise<EngineResult> => {
  try {
    return (await runStep(engine, step, run)) as EngineResult;
  } catch (error) {
    run.forget();
    const path = step.shape.fieldsOf('')?.fields.map(({ source }) => source);
    return { data: null, errors: [new GraphQLError(String(error), { path, originalError: error as Error })] };
  }
};
