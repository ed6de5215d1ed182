import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { DayLimits } from '../budget/day-budgets.ts';
import type { Health } from '../health/health.ts';
import { latencyBounds } from '../health/health-log.ts';
import { bearerOf, jsonOf, sendJson } from '../operator-http.ts';
import type { Operator } from '../revision/operator.ts';
import type { SentLog } from '../sent/sent-log.ts';
import type { Usage } from '../usage/usage.ts';

const home = '/supergraph/counts';
const maximumBytes = 256 * 1024;

const coordinate = z.string().regex(/^\w+\.\w+(\(\w+:\))?$/);
const usesAsked = z.object({ coordinates: z.array(coordinate).max(1000), days: z.int().min(1).max(90) });
/** Entries of one answer about what partners were sent. */
const mostSent = 1000;
const sentAsked = z.object({ done: z.array(z.uuid()).max(mostSent) });
const healthAsked = z.object({ sinceHour: z.int().min(0).max(10_000_000) });

export interface CountsOptions {
  /** The bearer of whoever may read what is counted, and nothing else: the registry. Without one nobody may. */
  secret: string | undefined;
  usage: Pick<Usage, 'dayUsesOf'> | undefined;
  health: Pick<Health, 'since'> | undefined;
  sent: Pick<SentLog, 'next'> | undefined;
  budgets: DayLimits;
}

/** What the registry is told of what the gateways count; to others there is nothing at these paths. */
export const createCounts = ({ secret, usage, health, sent, budgets }: CountsOptions): Operator => {
  const mayRead = bearerOf(secret);
  const answers: Record<string, (body: unknown) => Promise<object | undefined>> = {
    [`${home}/uses`]: async (body) => {
      const asked = usesAsked.safeParse(body);
      return asked.success && usage
        ? { uses: await usage.dayUsesOf(asked.data.coordinates, asked.data.days) }
        : undefined;
    },
    [`${home}/health`]: async (body) => {
      const asked = healthAsked.safeParse(body);
      if (!asked.success || !health) return undefined;
      return { ...(await health.since(asked.data.sinceHour)), latencyBounds, budgets };
    },
    [`${home}/sent`]: async (body) => {
      const asked = sentAsked.safeParse(body);
      return asked.success && sent ? { sent: await sent.next(asked.data.done, mostSent) } : undefined;
    },
  };
  return {
    owns: (path, request) => Object.hasOwn(answers, path) && mayRead(request),
    async answer(path, request, response) {
      const found = request.method === 'POST' ? await answers[path]?.(await jsonOf(request, maximumBytes)) : undefined;
      if (found) return sendJson(response, 200, found);
      sendJson(response, 400, { error: 'nothing is counted here, or it was asked for in another form' });
    },
  };
};

/** The first of several that owns a path answers. */
export const eitherOf = (...operators: readonly Operator[]): Operator => {
  const ownerOf = (path: string, request: IncomingMessage) => operators.find((each) => each.owns(path, request));
  return {
    owns: (path, request) => ownerOf(path, request) !== undefined,
    answer: async (path, request, response) => ownerOf(path, request)?.answer(path, request, response),
  };
};
