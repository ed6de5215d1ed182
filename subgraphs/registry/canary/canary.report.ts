import { z } from 'zod';
import type { TakenReport } from '../../kit/served-documents.ts';
import { holdsSecret } from '../bundle/index.ts';
import type { CanaryService } from './canary.service.ts';

const report = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), reason: z.string().min(1).max(2_000) });

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
