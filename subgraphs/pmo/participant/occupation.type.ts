import { registerEnumType } from 'type-graphql';

export enum Occupation {
  NONE = 'NONE',
  STATE_OFFICIAL = 'STATE_OFFICIAL',
  LEGISLATOR = 'LEGISLATOR',
  CIVIL_SERVANT = 'CIVIL_SERVANT',
  MILITARY = 'MILITARY',
  POLICE = 'POLICE',
  VILLAGE_OFFICIAL = 'VILLAGE_OFFICIAL',
  STATE_COMPANY_EXECUTIVE = 'STATE_COMPANY_EXECUTIVE',
}

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
