import 'reflect-metadata';
import { readEnv, subgraphEnv, vaultEnv } from '../kit/env.ts';
import { on } from '../kit/events/inbox.ts';
import { runSubgraph } from '../kit/run.ts';
import { keepAccessLogMonths } from '../kit/vault/access-log.ts';
import { IdentityReads } from '../kit/vault/identity-reads.ts';
import { Vault } from '../kit/vault/vault.ts';
import { recipientsAnnounced } from './balance/grant.events.ts';
import { GrantService } from './balance/grant.service.ts';
import { createContext } from './context.ts';
import { surveySubmitted } from './entitlement/entitlement.events.ts';
import { SurveyIncentives } from './entitlement/survey.service.ts';
import { participantsBarred, participantsReinstated } from './freeze/freeze.events.ts';
import { freeze } from './freeze/freeze.service.ts';
import { keepPostingMonths } from './ledger/months.service.ts';
import { migrations } from './migrations/index.ts';
import { participantsErased } from './participant/erase.events.ts';
import { EraseService } from './participant/erase.service.ts';
import { recipientsRevoked } from './revocation/revoke.events.ts';
import { RevokeService } from './revocation/revoke.service.ts';
import { payments } from './schema.ts';

const env = readEnv('payments', subgraphEnv.extend(vaultEnv.shape));
const vault = new Vault(env.VAULT_KEYS);

await runSubgraph({
  name: 'payments',
  env,
  subgraph: payments,
  entities: [],
  migrations,
  wire: ({ database, audit, log, now }) => {
    void keepPostingMonths({ database, log, now });
    void keepAccessLogMonths({ database, log, now });
    const identityReads = new IdentityReads({ database, limit: env.IDENTITY_READS_PER_DAY, log, audit, now });
    const surveys = new SurveyIncentives({ log, now });
    return {
      contextOf: createContext({ database, vault, identityReads }),
      handlers: [
        on(recipientsAnnounced, new GrantService({ log, now }).grant),
        on(recipientsRevoked, new RevokeService({ log, now }).revoke),
        on(participantsBarred, freeze),
        on(participantsReinstated, surveys.reinstated),
        on(surveySubmitted, surveys.submitted),
        on(participantsErased, new EraseService({ vault }).erase),
      ],
    };
  },
});
