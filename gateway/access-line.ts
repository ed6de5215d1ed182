import type { Caller } from './caller.ts';
import type { PreparedOperation } from './operation.ts';
import type { RequestRecord } from './record.ts';

/** Calls that a line shows; a plan has a few steps, and a long list of mutations many. */
const mostCalls = 12;

/** What the log may hold of a text that a client chose: it may be a number of somebody. */
export const masked = (text: string | undefined) => text?.slice(0, 100).replaceAll(/\d{10,}/g, '••••');

export const operationOf = ({ definition }: PreparedOperation): RequestRecord['operation'] => ({
  kind: definition.operation,
  name: definition.name?.value,
});

/** Writes down who asks; a person is no part of it. */
export const knowCaller = (record: RequestRecord, { client, token }: Caller): void => {
  record.client = client;
  record.organization = token.org;
};

/** The part of the access line that is the same for every transport. */
export const accessLine = (record: RequestRecord) => {
  const { requestId, client, organization, operation, points, calls, durationMs, overheadMs, refusal } = record;
  return {
    requestId,
    client,
    organization,
    operation: masked(operation?.name),
    kind: operation?.kind,
    refusal,
    points,
    calls: calls.length,
    // Subgraph, start and duration in milliseconds, and why it failed.
    steps: calls.slice(0, mostCalls).map(({ subgraph, startMs, durationMs: tookMs, failure }) => {
      return failure === undefined ? [subgraph, startMs, tookMs] : [subgraph, startMs, tookMs, failure];
    }),
    durationMs,
    overheadMs,
  };
};
