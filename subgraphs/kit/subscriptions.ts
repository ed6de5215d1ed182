import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
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
    const { caller, requestId, language } = args.contextValue as RequestFacts;
    const answers = async function* () {
      try {
        for await (const rootValue of source) {
          yield await run({ ...args, rootValue, contextValue: contextOf({ caller, requestId, language }) });
        }
      } catch (error) {
        // A source that fails must end the stream with an answer: the transports would leave the client waiting.
        const failed = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
        yield masked({ data: null, errors: [failed] });
      }
    };
    return answers();
  };
  return { execute: run, subscribe };
};
