import { z } from 'zod';
import { COUNTED_BUCKETS } from '../../kit/metrics/error-budget.ts';
import type { TakenReport } from '../../kit/served-documents.ts';
import { holdsSecret } from '../bundle/index.ts';
import type { CanaryService } from './canary.service.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const report = z.object({ hash, reason: z.string().min(1).max(2_000) });

const count = z.number().min(0).max(1e12);
const side = z
  .object({ requests: count, failures: count, durations: z.array(count).length(COUNTED_BUCKETS) })
  .refine(({ requests, failures }) => failures <= requests);
const counted = z.object({
  hash,
  gateway: z.uuid(),
  number: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  canary: side,
  stable: side,
});

/** `POST /canary/end`: a gateway has stopped a canary, and says why; so it ends for all. To others there is nothing. */
export const canaryReport = (canaries: Pick<CanaryService, 'endBy'>, secret: string | undefined): TakenReport => ({
  path: '/canary/end',
  take: async (asked, body) => {
    if (!holdsSecret(asked, secret)) return 404;
    const said = report.safeParse(body);
    if (!said.success) return 400;
    await canaries.endBy(said.data.hash, said.data.reason);
    return 204;
  },
});

/** `POST /canary/counts`: what a gateway has counted by now, to be judged with what all others have. */
export const canaryCountsReport = (
  canaries: Pick<CanaryService, 'count'>,
  secret: string | undefined,
): TakenReport => ({
  path: '/canary/counts',
  take: async (asked, body) => {
    if (!holdsSecret(asked, secret)) return 404;
    const said = counted.safeParse(body);
    if (!said.success) return 400;
    const { canary, stable, ...which } = said.data;
    await canaries.count({ ...which, counts: { canary, stable } });
    return 204;
  },
});
