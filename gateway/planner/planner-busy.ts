import type { GraphQLError } from 'graphql';
import { gatewayError } from '../errors.ts';

const busyText = {
  en: 'The gateway has more operations to plan than it can at the moment. Try again.',
  id: 'Saat ini gateway harus merencanakan lebih banyak operasi daripada yang dapat ditanganinya. Coba lagi.',
};

/** The operation was not planned, and may be later. */
export const plannerBusy = (): GraphQLError => gatewayError('OVERLOADED', busyText, { retryAfterSeconds: 1 });

/**
 * What a client waits for no longer than its request may take; it goes on for others.
 * @param deadline milliseconds of `performance.now()`
 * @throws GraphQLError OVERLOADED
 */
export const beforeDeadline = async <T>(making: Promise<T>, deadline: number): Promise<T> => {
  if (deadline === Number.POSITIVE_INFINITY) return making;
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(plannerBusy()), Math.max(0, deadline - performance.now()));
  });
  return Promise.race([making, tooLate]).finally(() => clearTimeout(late));
};
