import { GraphQLError } from 'graphql';
import type { Text } from './language.ts';

/** An error with its message in both languages; which one is shown is decided where it leaves the service. */
export class BilingualError extends GraphQLError {
  readonly text: Text;

  constructor(text: Text, extensions: Record<string, unknown>, nodes?: GraphQLError['nodes']) {
    super(text.en, { extensions, nodes });
    this.text = text;
  }
}

const MOST_WRAPPINGS = 4;

/** Returns both languages of an error, or of its cause: GraphQL wraps what a resolver or a scalar throws. */
export const textOf = (error: unknown): Text | undefined => {
  let current = error;
  for (let depth = 0; depth < MOST_WRAPPINGS && current instanceof Error; depth += 1) {
    if (current instanceof BilingualError) return current.text;
    current = (current as { originalError?: unknown }).originalError;
  }
  return undefined;
};
