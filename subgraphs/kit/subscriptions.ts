import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import type { RequestFacts } from './request.ts';

export interface StreamExecution {
  contextOf(facts: RequestFacts): object;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** `execute` and `subscribe` for SSE and WebSocket: errors masked as over POST. */
export const streamExecution = ({ contextOf, formatError }: StreamExecution) => {
  const masked = (result: ExecutionResult): ExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => formatError(error.toJSON(), error) as GraphQLError) }
      : result;

  const run = async (args: ExecutionArgs) => masked(await execute(args));

  // A subscription lives long: loaders or an entity manager kept from its start would answer with old rows, so each
  // event is answered with a context of its own.
  const subscribe = async (args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
    const source = await createSourceEventStream(args);
    if (!isStream(source)) return masked(source);
    const answers = async function* () {
      for await (const rootValue of source) {
        const { caller, requestId, language } = args.contextValue as RequestFacts;
        yield await run({ ...args, rootValue, contextValue: contextOf({ caller, requestId, language }) });
      }
    };
    return answers();
  };
  return { execute: run, subscribe };
};
