import 'reflect-metadata';
import { readEnv, subgraphEnv, vaultEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { keepAccessLogMonths } from '../kit/vault/access-log.ts';
import { Vault } from '../kit/vault/vault.ts';
import { createContext } from './context.ts';
import { IdentityService } from './identity/identity.service.ts';
import { migrations } from './migrations/index.ts';
import { ClientService } from './organization/client.service.ts';
import { OrganizationService } from './organization/organization.service.ts';
import { pmo } from './schema.ts';
import { WaveSchema } from './wave/wave.entity.ts';
import { WaveService } from './wave/wave.service.ts';

const env = readEnv('pmo', subgraphEnv.extend(vaultEnv.shape));
const vault = new Vault(env.VAULT_KEYS);

await runSubgraph({
  name: 'pmo',
  env,
  subgraph: pmo,
  entities: [WaveSchema],
  migrations,
  wire: ({ database, outbox, log, now }) => {
    void keepAccessLogMonths({ database, log, now });
    const services = {
      vault,
      identities: new IdentityService({ vault }),
      waves: new WaveService({ outbox, now }),
      organizations: new OrganizationService({ outbox, now }),
      clients: new ClientService({ outbox, now }),
    };
    return { contextOf: createContext({ database, ...services }) };
  },
});
