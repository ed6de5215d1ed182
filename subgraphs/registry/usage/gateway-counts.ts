import { z } from 'zod';
import { bearer } from '../../kit/rotating-secret.ts';
import type { UsageEnv } from './usage.env.ts';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Asks the gateways for what they have counted. */
export interface GatewayCounts {
  /**
   * @returns undefined where no gateway is named
   * @throws Error where it does not answer in time, refuses, or answers something else
   */
  ask<T>(path: string, body: object, shape: z.ZodType<T>): Promise<T | undefined>;
}

const textWithin = async (response: Response): Promise<string> => {
  const text = await response.text();
  if (text.length > MOST_BYTES) throw new Error(`the gateway answered ${text.length} characters`);
  return text;
};

export const gatewayCounts = ({ GATEWAY_URL: url, COUNTS_SECRET: secret }: UsageEnv): GatewayCounts => ({
  async ask(path, body, shape) {
    if (url === undefined || secret === undefined) return undefined;
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: bearer(secret), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the gateway answered ${response.status} to ${path}`);
    return shape.parse(JSON.parse(await textWithin(response)));
  },
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const dayUses = z.object({
  uses: z.array(
    z.object({
      coordinate: z.string(),
      organization: z.string(),
      client: z.string(),
      day,
      executions: z.number().nonnegative(),
    }),
  ),
});
