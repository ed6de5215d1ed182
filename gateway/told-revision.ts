import type { Outcome, Payload } from './execution.ts';

/** The header of an answer over HTTP, and what the acknowledgement of a socket calls it. */
export const revisionHeader = 'x-supergraph-revision';

/** The outcome with the revision that it comes from in its extensions, where no answer has headers. */
export const namingRevision = (outcome: Outcome, revision: string): Outcome => {
  const named = (payload: Payload): Payload => ({
    ...payload,
    extensions: { ...payload.extensions, supergraphRevision: revision },
  });
  if (outcome.kind === 'result') return { ...outcome, payload: named(outcome.payload) };
  const { payloads } = outcome;
  return {
    kind: 'events',
    payloads: {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        const event = await payloads.next();
        return event.done ? event : { done: false, value: named(event.value) };
      },
      async return() {
        return (await payloads.return?.()) ?? { done: true, value: undefined };
      },
    },
  };
};
