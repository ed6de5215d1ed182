import type { Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { readingOrganization } from '../enrollment/index.ts';
import {
  certificateByEnrollment,
  certificateById,
  certificateCounts,
  certificatesByParticipant,
  ownCertificatesByParticipant,
} from './certificate.loader.ts';
import { credentialByCertificate, keysByInstitution } from './credential.loader.ts';

export const certificateLoaders = ({ database }: Pick<Kit, 'database'>, { caller }: RequestFacts) => {
  const organization = readingOrganization(caller);
  return {
    certificate: certificateById(database),
    certificateOfEnrollment: certificateByEnrollment(database),
    certificateCount: certificateCounts(database),
    certificatesOf: certificatesByParticipant(database),
    ownCertificatesOf: ownCertificatesByParticipant(database, organization),
    credential: credentialByCertificate(database),
    certificateKeysOf: keysByInstitution(database),
  };
};

export type CertificateLoaders = ReturnType<typeof certificateLoaders>;
