import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { IdentityReads, type IdentityReadsOptions } from '../../subgraphs/kit/vault/identity-reads.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { BarredService } from '../../subgraphs/pmo/barred/barred.service.ts';
import { BarredImports } from '../../subgraphs/pmo/barred/barred-imports.service.ts';
import { ConsentService } from '../../subgraphs/pmo/consent/consent.service.ts';
import { createContext } from '../../subgraphs/pmo/context.ts';
import { CorrectionService } from '../../subgraphs/pmo/correction/correction.service.ts';
import { codeHash } from '../../subgraphs/pmo/draw/draw.code.ts';
import { DrawService } from '../../subgraphs/pmo/draw/draw.service.ts';
import { testBeacon } from '../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { IdentityService } from '../../subgraphs/pmo/identity/identity.service.ts';
import { migrations } from '../../subgraphs/pmo/migrations/index.ts';
import { ClientService } from '../../subgraphs/pmo/organization/client.service.ts';
import { OrganizationService } from '../../subgraphs/pmo/organization/organization.service.ts';
import { ReferenceData } from '../../subgraphs/pmo/participant/reference.ts';
import { RegisterService } from '../../subgraphs/pmo/participant/register.service.ts';
import { PolicyService } from '../../subgraphs/pmo/policy/policy.service.ts';
import { LiveStatisticsService } from '../../subgraphs/pmo/programme/live-statistics.service.ts';
import { JoinService } from '../../subgraphs/pmo/registration/join.service.ts';
import { pmo } from '../../subgraphs/pmo/schema.ts';
import { SurveyService } from '../../subgraphs/pmo/survey/survey.service.ts';
import type { CodeMessage } from '../../subgraphs/pmo/verification/code.sender.ts';
import { VerificationService } from '../../subgraphs/pmo/verification/verification.service.ts';
import { ProgressService } from '../../subgraphs/pmo/wave/progress.service.ts';
import { wavesOf } from '../../subgraphs/pmo/wave/waves.ts';
import { auditTrail } from './audit-trail.ts';
import { movableClock } from './clock.ts';
import { openSubgraph } from './subgraph.ts';
import { keysOf } from './vault.ts';

const unlimited = { limit: 1_000_000, log: { warn: () => undefined } };

/** The programme office's subgraph over a database of its own, with a clock that a test moves and the codes that were sent. */
export const openPmo = async (identityReads: Pick<IdentityReadsOptions, 'limit' | 'log'> = unlimited) => {
  const vault = new Vault(keysOf('2026-01'));
  const outbox = createOutbox({ source: 'pmo', subscriptions: [] });
  const clock = movableClock();
  const { now } = clock;
  const sent: CodeMessage[] = [];
  const sender = { send: async (message: CodeMessage) => void sent.push(message) };
  let nextCode = 0;
  const drawCode = () => (nextCode += 1);
  const policies = new PolicyService({ now });
  const draws = new DrawService({ vault, beacon: testBeacon(now), codeHash: codeHash(), formula: 'PROPORTIONAL', now });
  const log = { info: () => undefined, error: (facts: object) => console.error(facts) };
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-lists-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const runners: ReturnType<typeof wavesOf>['runner'][] = [];
  const opened = await openSubgraph({
    name: 'pmo',
    subgraph: pmo,
    entities: [],
    migrations,
    wire: (database) => {
      const { runner, waves } = wavesOf({ database, outbox, policies, draws, log, now });
      runners.push(runner);
      const reference = new ReferenceData({ database, now, allowsSynthetic: true });
      const imports = new BarredImports({ database, outbox, policies, vault, directory, log, now });
      return createContext({
        database,
        vault,
        identityReads: new IdentityReads({ ...identityReads, database, audit: auditTrail(database), now }),
        identities: new IdentityService({ vault, outbox }),
        registrations: new RegisterService({ database, vault, reference, now }),
        corrections: new CorrectionService({ database, vault, reference, now }),
        verifications: new VerificationService({ vault, sender, log: { warn: () => undefined }, now, drawCode }),
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
      }) as never;
    },
  });
  return { ...opened, vault, directory, clock, sent, runner: runners[0] as (typeof runners)[0] };
};
