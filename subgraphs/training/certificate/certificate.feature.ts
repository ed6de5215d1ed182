import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Certificates } from './031-certificates.migration.ts';
import {
  CertificateDraftEntity,
  CertificateEntity,
  CertificateKeyEntity,
  StatusEntryEntity,
  StatusListEntity,
} from './certificate.entity.ts';
import { certificateIssued, certificateRevoked } from './certificate.events.ts';
import { invariants } from './certificate.invariants.ts';
import { certificateLoaders } from './certificate.loaders.ts';
import {
  draftCertificate,
  endCertificateKey,
  issueCertificate,
  registerCertificateKey,
  revokeCertificate,
} from './certificate.mutations.ts';
import { CertificateResolver, findCertificate } from './certificate.resolver.ts';
import { CertificateService } from './certificate.service.ts';
import { CertificateKeyResolver, InstitutionKeysResolver } from './certificate-key.resolver.ts';
import { CertificateKeyService } from './certificate-key.service.ts';
import { DraftService } from './draft.service.ts';
import { EnrollmentCertificateResolver, ParticipantCertificatesResolver } from './holder.resolver.ts';
import { Programme } from './programme.ts';
import { type CertificateEnv, certificateEnv } from './programme-key.ts';

export const certificate = defineFeature({
  name: 'certificate',
  env: certificateEnv,
  entities: [CertificateEntity, CertificateKeyEntity, StatusListEntity, StatusEntryEntity, CertificateDraftEntity],
  resolvers: [
    CertificateResolver,
    CertificateKeyResolver,
    InstitutionKeysResolver,
    EnrollmentCertificateResolver,
    ParticipantCertificatesResolver,
  ],
  mutations: [registerCertificateKey, endCertificateKey, draftCertificate, issueCertificate, revokeCertificate],
  references: { Certificate: findCertificate },
  services: ({ env, now, outbox, tell }: Pick<Kit, 'now' | 'outbox'> & FactServices & { env: CertificateEnv }) => {
    const programme = new Programme(env);
    const { addresses } = programme;
    return {
      programme,
      certificateKeys: new CertificateKeyService({ now }),
      certificateDrafts: new DraftService({ now, addresses }),
      certificates: new CertificateService({ now, outbox, tell, addresses }),
    };
  },
  loaders: certificateLoaders,
  publishes: [certificateIssued, certificateRevoked],
  migrations: [{ name: '031-certificates', class: Certificates }],
  invariants,
  erasure: [
    { table: 'certificate', keeps: 'whoever holds one can still have it checked; it names the person by an id alone' },
    {
      table: 'certificate_draft',
      statement: 'update certificate_draft set salt = null where participant_id = any($1::uuid[])',
    },
  ],
});
