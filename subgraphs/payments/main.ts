import 'reflect-metadata';
import { readEnv, subgraphEnv } from '../kit/env.ts';
import { on } from '../kit/events/inbox.ts';
import { runSubgraph } from '../kit/run.ts';
import { recipientsAnnounced } from './balance/grant.events.ts';
import { GrantService } from './balance/grant.service.ts';
import { createContext } from './context.ts';
import { keepPostingMonths } from './ledger/months.service.ts';
import { migrations } from './migrations/index.ts';
import { payments } from './schema.ts';

await runSubgraph({
  name: 'payments',
  env: readEnv('payments', subgraphEnv),
  subgraph: payments,
  entities: [],
  migrations,
  wire: ({ database, log, now }) => {
    void keepPostingMonths({ database, log, now });
    return {
      contextOf: createContext({ database }),
      handlers: [on(recipientsAnnounced, new GrantService({ log, now }).grant)],
    };
  },
});
