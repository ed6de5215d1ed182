import { z } from 'zod';
import { jsonOf } from '../../subgraphs/kit/env.ts';

/** What `scripts/databases.ts` reads: an administrator's URL and the password of each subgraph's role. */
export const databasesEnv = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_PASSWORDS: jsonOf(z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.string().min(1))),
});
