import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Canaries } from '../canary/canaries.ts';
import { bearerOf, jsonOf, sendJson } from '../operator-http.ts';
import type { Usage } from '../usage/usage.ts';
import type { KeptFacts } from './kept.ts';
import type { Revisions } from './revisions.ts';

const home = '/supergraph';
const maximumBytes = 1024;

const rollbackBody = z.object({ number: z.int().min(1), mayBreakDocuments: z.boolean().default(false) });

const usageQuery = z.object({
  coordinate: z.string().regex(/^\w+\.\w+(\(\w+:\))?$/),
  days: z.coerce.number().int().min(1).max(90),
});

/** What an operator asks of the gateway over HTTP, with a secret as the bearer. */
export interface Operator {
  /** Whether an operator sent it; to others there is nothing at these paths. */
  owns(path: string, request: IncomingMessage): boolean;
  answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface OperatorOptions {
  revisions: Revisions;
  canaries: Pick<Canaries, 'state'>;
  /** Looks at the source of the supergraph at once. */
  look: () => Promise<void>;
  usage: Pick<Usage, 'usesOf'> | undefined;
  /** Without one nobody is the operator. */
  secret: string | undefined;
  /** The bearer of whoever may have the gateway look, and nothing more: the registry, which is not trusted to roll back. */
  lookSecret: string | undefined;
  kept: KeptFacts;
  /** The bearer of whoever may read what is kept, and nothing more: the registry. */
  countsSecret: string | undefined;
}

export const createOperator = (options: OperatorOptions): Operator => {
  const { revisions, canaries, look, usage } = options;
  const isOperator = bearerOf(options.secret);
  const mayLook = bearerOf(options.lookSecret);
  const mayReadKept = bearerOf(options.countsSecret);
  return {
    owns: (path, request) =>
      ((path === home || path.startsWith(`${home}/`)) && isOperator(request)) ||
      (path === `${home}/look` && mayLook(request)) ||
      (path === `${home}/kept` && mayReadKept(request)),
    async answer(path, request, response) {
      if (path === `${home}/look` && request.method === 'POST') {
        await look();
        return sendJson(response, 200, { live: revisions.live.id });
      }
      if (path === home && request.method === 'GET')
        return sendJson(response, 200, { ...(await revisions.state()), canary: canaries.state });
      if (path === `${home}/kept` && request.method === 'GET') return sendJson(response, 200, await options.kept());
      if (path === `${home}/usage` && request.method === 'GET') return sendUses(request, response, usage);
      if (path !== `${home}/rollback` || request.method !== 'POST') {
        const known = `GET ${home}, GET ${home}/usage, GET ${home}/kept, POST ${home}/look or POST ${home}/rollback`;
        return sendJson(response, 404, { error: `ask ${known}` });
      }
      const body = rollbackBody.safeParse(await jsonOf(request, maximumBytes));
      if (!body.success)
        return sendJson(response, 400, { error: 'say {"number": N}, and "mayBreakDocuments": true if so' });
      const verdict = await revisions.rollback(body.data.number, body.data);
      sendJson(response, verdict.refusal === undefined ? 200 : 409, verdict);
    },
  };
};

const sendUses = async (
  request: IncomingMessage,
  response: ServerResponse,
  usage: OperatorOptions['usage'],
): Promise<void> => {
  if (usage === undefined)
    return sendJson(response, 409, {
      error: 'no operation log is kept: that takes RATE_LIMIT_DATABASE_URL, and OPERATION_LOG other than off',
    });
  const { searchParams } = new URL(request.url ?? '/', 'http://gateway');
  const asked = usageQuery.safeParse(Object.fromEntries(searchParams));
  if (!asked.success) return sendJson(response, 400, { error: 'say ?coordinate=Type.field&days=N, of 1 to 90' });
  const { coordinate, days } = asked.data;
  sendJson(response, 200, { uses: await usage.usesOf(coordinate, days) });
};
