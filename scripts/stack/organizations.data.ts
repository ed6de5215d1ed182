import type { Role } from '../../subgraphs/kit/scopes.ts';
import type { NewOrganization } from '../../subgraphs/pmo/organization/organization.service.ts';
import { PROGRAMME_OFFICE } from '../../subgraphs/pmo/organization/programme-office.ts';

export type PartnerRole = Exclude<Role, 'participant' | 'officer'>;

export interface SyntheticOrganization extends NewOrganization {
  id: string;
}

const idOf = (place: number) => `018d0000-0000-7000-8000-0000000001${String(place).padStart(2, '0')}`;

/** The organisations of the default run, by what their clients are. */
export const syntheticOrganizations: Record<PartnerRole, SyntheticOrganization> = {
  platform: { id: idOf(1), name: 'Platform Digital Sintetis', kind: 'PLATFORM' },
  institution: { id: idOf(2), name: 'Lembaga Pelatihan Sintetis', kind: 'INSTITUTION' },
  assessor: { id: idOf(7), name: 'Universitas Penilai Sintetis', kind: 'ASSESSOR' },
  portal: { id: idOf(3), name: 'Portal Kerja Sintetis', kind: 'JOB_PORTAL' },
  wallet: { id: idOf(4), name: 'Dompet Sintetis', kind: 'PAYMENT_PARTNER' },
  treasury: { id: idOf(5), name: 'Bendahara Sintetis', kind: 'PMO_UNIT' },
  bank: { id: idOf(6), name: 'Bank Sintetis', kind: 'BANK' },
};

/** The `org` of a token of this role on the default run; a participant has none. */
export const organizationOfRole = (role: string): string | undefined => {
  if (role === 'officer') return PROGRAMME_OFFICE.id;
  return Object.hasOwn(syntheticOrganizations, role) ? syntheticOrganizations[role as PartnerRole].id : undefined;
};
