import { registerEnumType } from 'type-graphql';
import { Occupation } from './participant.status.ts';

export { Occupation } from './participant.status.ts';

registerEnumType(Occupation, {
  name: 'Occupation',
  description: 'Occupations that the programme is not for, and NONE for all others.',
  valuesConfig: {
    NONE: { description: 'None of these.' },
    STATE_OFFICIAL: { description: 'State official.' },
    LEGISLATOR: { description: 'Head or member of a regional parliament (DPRD).' },
    CIVIL_SERVANT: { description: 'Civil servant (ASN).' },
    MILITARY: { description: 'Soldier (TNI).' },
    POLICE: { description: 'Police officer (Polri).' },
    VILLAGE_OFFICIAL: { description: 'Village head or village apparatus.' },
    STATE_COMPANY_EXECUTIVE: {
      description: 'Director, commissioner or supervisor of a state or regional company (BUMN, BUMD).',
    },
  },
});
