import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { readEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { keepAccessLogMonths } from '../kit/vault/access-log.ts';
import { IdentityReads } from '../kit/vault/identity-reads.ts';
import { Vault } from '../kit/vault/vault.ts';
import { BarredService } from './barred/barred.service.ts';
import { BarredImports } from './barred/barred-imports.service.ts';
import { startExpiry } from './consent/consent.expiry.service.ts';
import { ConsentService } from './consent/consent.service.ts';
import { createContext } from './context.ts';
import { CorrectionService } from './correction/correction.service.ts';
import { drawsFrom } from './draw/draws.ts';
import { pmoEnv } from './env.ts';
import { IdentityService } from './identity/identity.service.ts';
import { migrations } from './migrations/index.ts';
import { ClientService } from './organization/client.service.ts';
import { OrganizationService } from './organization/organization.service.ts';
import { ReferenceData } from './participant/reference.ts';
import { RegisterService } from './participant/register.service.ts';
import { PolicyService } from './policy/policy.service.ts';
import { LiveStatisticsService } from './programme/live-statistics.service.ts';
import { JoinService } from './registration/join.service.ts';
import { pmo } from './schema.ts';
import { SurveyService } from './survey/survey.service.ts';
import { createSender } from './verification/code.sender.ts';
import { VerificationService } from './verification/verification.service.ts';
import { ProgressService } from './wave/progress.service.ts';
import { wavesOf } from './wave/waves.ts';

const env = readEnv('pmo', pmoEnv);
const vault = new Vault(env.VAULT_KEYS);

await runSubgraph({
  name: 'pmo',
  env,
  subgraph: pmo,
  entities: [],
  migrations,
  wire: ({ database, outbox, audit, log, now }) => {
    void keepAccessLogMonths({ database, log, now });
    const reference = new ReferenceData({ database, now, allowsSynthetic: env.NODE_ENV !== 'production' });
    const sender = createSender(env, (line) => process.stdout.write(line));
    const policies = new PolicyService({ now });
    const draws = drawsFrom({ ...env, vault, pool: database.pool, now });
    const { runner, waves } = wavesOf({ database, outbox, policies, draws, log, now });
    const directory = env.BARRED_LISTS_DIR ?? null;
    const imports = new BarredImports({ database, outbox, policies, vault, directory, log, now });
    const services = {
      vault,
      identityReads: new IdentityReads({ database, limit: env.IDENTITY_READS_PER_DAY, log, audit, now }),
      identities: new IdentityService({ vault, outbox }),
      registrations: new RegisterService({ database, vault, reference, now }),
      corrections: new CorrectionService({ database, vault, reference, now }),
      verifications: new VerificationService({ vault, sender, log, now, drawCode: () => randomInt(1_000_000) }),
      joins: new JoinService({ database, now }),
      policies,
      waves,
      barred: new BarredService({ runner: imports, directory, now }),
      consents: new ConsentService({ outbox, now }),
      submissions: new SurveyService({ vault, outbox, now }),
      progress: new ProgressService(database),
      liveStatistics: new LiveStatisticsService({ database, now }),
      organizations: new OrganizationService({ outbox, now }),
      clients: new ClientService({ outbox, now }),
    };
    const working = [runner, imports];
    for (const work of working) work.start();
    const stopExpiry = startExpiry({ database, log, now });
    const stop = async () => void (await Promise.all([...working.map((work) => work.stop()), stopExpiry()]));
    return { contextOf: createContext({ database, ...services }), stop };
  },
});
