import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
} from 'graphql';
import { type ErrorFormatter, stopping } from './errors.ts';
import type { OpenStreams } from './open-streams.ts';
import type { RequestFacts } from './request.ts';

export interface StreamExecution {
  contextOf(facts: RequestFacts): object;
  formatError: ErrorFormatter;
  /** Streams that end with the service. */
  streams?: OpenStreams;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The transports write errors by their `toJSON`. */
const asError = ({ message, path, extensions }: GraphQLFormattedError) =>
  new GraphQLError(message, { path, extensions });

/** `execute` and `subscribe` for SSE and WebSocket: errors masked as over POST. */
export const streamExecution = ({ contextOf, formatError, streams }: StreamExecution) => {
  const masked = (result: ExecutionResult, { language }: RequestFacts): ExecutionResult => {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => asError(formatError(error.toJSON(), error, language))) };
  };

  const run = async (args: ExecutionArgs) => masked(await execute(args), args.contextValue as RequestFacts);

  // A subscription lives long: loaders or an entity manager kept from its start would answer with old rows, so each
  // event is answered with a context of its own.
  const subscribe = async (args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
    const source = await createSourceEventStream(args);
    const facts = args.contextValue as RequestFacts;
    if (!isStream(source)) return masked(source, facts);
    const { caller, requestId, language } = facts;
    const answers = async function* () {
      try {
        for await (const rootValue of source) {
          yield await run({ ...args, rootValue, contextValue: contextOf({ caller, requestId, language }) });
        }
      } catch (error) {
        // A source that fails must end the stream with an answer: the transports would leave the client waiting.
        const failed = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
        yield masked({ data: null, errors: [failed] }, facts);
      }
    };
    return streams?.watch(answers(), () => masked({ data: null, errors: [stopping()] }, facts)) ?? answers();
  };
  return { execute: run, subscribe };
};
