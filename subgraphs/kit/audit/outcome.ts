import { GraphQLError } from 'graphql';
import { Refusal } from '../refusal.ts';
import type { AuditOutcome } from './entry.ts';

const BUG = 'INTERNAL_SERVER_ERROR';

/** How a mutation went, and how to answer the client all the same. */
export interface SettledCall<T> {
  outcome: AuditOutcome;
  code: string | null;
  answer(): T;
}

const refusalOf = (value: unknown): string | null => {
  const { refusal } = (value ?? {}) as { refusal?: { code?: unknown } | null };
  return typeof refusal?.code === 'string' ? refusal.code : null;
};

const codeOf = (error: unknown): string => {
  if (error instanceof Refusal) return error.code;
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  return typeof code === 'string' ? code : BUG;
};

/** Runs a resolver: a refusal is data or an error with a code of ours, anything else that it throws is a failure. */
export const settle = async <T>(work: () => T | Promise<T>): Promise<SettledCall<T>> => {
  try {
    const value = await work();
    const code = refusalOf(value);
    return { outcome: code === null ? 'DONE' : 'REFUSED', code, answer: () => value };
  } catch (error) {
    const code = codeOf(error);
    const answer = () => {
      throw error;
    };
    return { outcome: code === BUG ? 'FAILED' : 'REFUSED', code, answer };
  }
};
