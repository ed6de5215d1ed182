import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { createContext } from '../../subgraphs/pmo/context.ts';
import { IdentityService } from '../../subgraphs/pmo/identity/identity.service.ts';
import { migrations } from '../../subgraphs/pmo/migrations/index.ts';
import { ClientService } from '../../subgraphs/pmo/organization/client.service.ts';
import { OrganizationService } from '../../subgraphs/pmo/organization/organization.service.ts';
import { ReferenceData } from '../../subgraphs/pmo/participant/reference.ts';
import { RegisterService } from '../../subgraphs/pmo/participant/register.service.ts';
import { PolicyService } from '../../subgraphs/pmo/policy/policy.service.ts';
import { JoinService } from '../../subgraphs/pmo/registration/join.service.ts';
import { pmo } from '../../subgraphs/pmo/schema.ts';
import type { CodeMessage } from '../../subgraphs/pmo/verification/code.sender.ts';
import { VerificationService } from '../../subgraphs/pmo/verification/verification.service.ts';
import { WaveSchema } from '../../subgraphs/pmo/wave/wave.entity.ts';
import { WaveService } from '../../subgraphs/pmo/wave/wave.service.ts';
import { movableClock } from './clock.ts';
import { openSubgraph } from './subgraph.ts';
import { keysOf } from './vault.ts';

/** The programme office's subgraph over a database of its own, with a clock that a test moves and the codes that were sent. */
export const openPmo = async () => {
  const vault = new Vault(keysOf('2026-01'));
  const outbox = createOutbox({ source: 'pmo', subscriptions: [] });
  const clock = movableClock();
  const { now } = clock;
  const sent: CodeMessage[] = [];
  const sender = { send: async (message: CodeMessage) => void sent.push(message) };
  let nextCode = 0;
  const drawCode = () => (nextCode += 1);
  const opened = await openSubgraph({
    name: 'pmo',
    subgraph: pmo,
    entities: [WaveSchema],
    migrations,
    wire: (database) =>
      createContext({
        database,
        vault,
        identities: new IdentityService({ vault, outbox }),
        registrations: new RegisterService({
          database,
          vault,
          reference: new ReferenceData({ database, now, allowsSynthetic: true }),
          now,
        }),
        verifications: new VerificationService({ vault, sender, log: { warn: () => undefined }, now, drawCode }),
        joins: new JoinService({ database, now }),
        policies: new PolicyService({ now }),
        waves: new WaveService({ outbox, now }),
        organizations: new OrganizationService({ outbox, now }),
        clients: new ClientService({ outbox, now }),
      }) as never,
  });
  return { ...opened, vault, clock, sent };
};
