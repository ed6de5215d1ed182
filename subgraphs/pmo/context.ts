import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import { accessesBySubject } from '../kit/vault/access-log.ts';
import type { Vault } from '../kit/vault/vault.ts';
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
import { participantById } from './participant/participant.loader.ts';
import { regionByCode } from './region/region.loader.ts';
import { skillByCode } from './skill/skill.loader.ts';
import { funnelByRegion, funnelByWave } from './wave/funnel.loader.ts';
import { figuresByWave, waveByNumber } from './wave/wave.loader.ts';
import type { WaveService } from './wave/wave.service.ts';
import type { WaveFigureType } from './wave/wave.type.ts';

export interface Services {
  database: Database;
  vault: Vault;
  identities: IdentityService;
  waves: WaveService;
  organizations: OrganizationService;
  clients: ClientService;
}

const loadersOf = ({ database, vault }: Services, facts: RequestFacts) => ({
  participant: participantById(database),
  identityField: identityField({ database, vault }, facts),
  accessLog: accessesBySubject(database),
  organization: organizationById(database),
  organizationClients: clientsByOrganization(database),
  client: clientById(database),
  clientKeys: keysByClient(database),
  region: regionByCode(database),
  skill: skillByCode(database),
  wave: waveByNumber(database),
  waveFigures: new DataLoader<number, WaveFigureType[]>((numbers) => figuresByWave(database, numbers)),
  waveFunnel: funnelByWave(database),
  regionFunnel: funnelByRegion(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
  /** A new unit of work for a mutation. */
  em(): EntityManager;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => ({
    ...facts,
    ...services,
    loaders: loadersOf(services, facts),
    em: () => services.database.orm.em.fork(),
  });
