import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import { accessesBySubject } from '../kit/vault/access-log.ts';
import type { IdentityReads } from '../kit/vault/identity-reads.ts';
import type { Vault } from '../kit/vault/vault.ts';
import type { BarredService } from './barred/barred.service.ts';
import { consentsByParticipant } from './consent/consent.loader.ts';
import type { ConsentService } from './consent/consent.service.ts';
import type { CorrectionService } from './correction/correction.service.ts';
import { formerValuesOf, revisionsByParticipant } from './correction/revision.loader.ts';
import { drawByWave, drawRegionsByWave } from './draw/draw.loader.ts';
import { identityField } from './identity/identity.loader.ts';
import type { IdentityService } from './identity/identity.service.ts';
import type { ClientService } from './organization/client.service.ts';
import {
  clientById,
  clientsByOrganization,
  keysByClient,
  organizationById,
} from './organization/organization.loader.ts';
import type { OrganizationService } from './organization/organization.service.ts';
import { disclosures } from './participant/disclosure.loader.ts';
import { participantById } from './participant/participant.loader.ts';
import type { RegisterService } from './participant/register.service.ts';
import { decisionsByParticipant, eligibilityOf } from './policy/eligibility.loader.ts';
import type { PolicyService } from './policy/policy.service.ts';
import type { LiveStatisticsService } from './programme/live-statistics.service.ts';
import { regionByCode } from './region/region.loader.ts';
import type { JoinService } from './registration/join.service.ts';
import { registrationsByParticipant } from './registration/registration.loader.ts';
import { skillByCode } from './skill/skill.loader.ts';
import { answersOf, surveysByParticipant } from './survey/survey.loader.ts';
import type { SurveyService } from './survey/survey.service.ts';
import type { VerificationService } from './verification/verification.service.ts';
import { funnelByRegion, funnelByWave } from './wave/funnel.loader.ts';
import { stepsByWave } from './wave/progress.loader.ts';
import type { ProgressService } from './wave/progress.service.ts';
import { figuresByWave, waveByNumber, waveReader } from './wave/wave.loader.ts';
import type { WaveService } from './wave/wave.service.ts';
import type { WaveFigureType } from './wave/wave.type.ts';

export interface Services {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
  identities: IdentityService;
  registrations: RegisterService;
  corrections: CorrectionService;
  verifications: VerificationService;
  joins: JoinService;
  policies: PolicyService;
  waves: WaveService;
  barred: BarredService;
  consents: ConsentService;
  submissions: SurveyService;
  progress: ProgressService;
  liveStatistics: LiveStatisticsService;
  organizations: OrganizationService;
  clients: ClientService;
}

interface Shared extends Services {
  readWave: ReturnType<typeof waveReader>;
}

const loadersOf = ({ database, vault, identityReads, consents, readWave }: Shared, facts: RequestFacts) => ({
  participant: participantById(database),
  disclosures: disclosures(database, facts),
  identityField: identityField({ database, vault, identityReads }, facts),
  revisions: revisionsByParticipant(database),
  formerValues: formerValuesOf({ database, vault, identityReads }, facts),
  accessLog: accessesBySubject(database),
  registrations: registrationsByParticipant(database),
  consents: consentsByParticipant(database, consents.now),
  surveys: surveysByParticipant(database),
  surveyAnswers: answersOf({ database, vault }),
  eligibility: eligibilityOf(database),
  decisions: decisionsByParticipant(database),
  organization: organizationById(database),
  organizationClients: clientsByOrganization(database),
  client: clientById(database),
  clientKeys: keysByClient(database),
  region: regionByCode(database),
  skill: skillByCode(database),
  wave: waveByNumber(readWave),
  waveFigures: new DataLoader<number, WaveFigureType[]>((numbers) => figuresByWave(database, numbers)),
  waveSteps: stepsByWave(database),
  draw: drawByWave(database),
  drawRegions: drawRegionsByWave(database),
  waveFunnel: funnelByWave(database),
  regionFunnel: funnelByRegion(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
  /** A new unit of work for a mutation. */
  em(): EntityManager;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext = (services: Services) => {
  const shared = { ...services, readWave: waveReader(services.database) };
  return (facts: RequestFacts): Context => ({
    ...facts,
    ...services,
    loaders: loadersOf(shared, facts),
    em: () => services.database.orm.em.fork(),
  });
};
