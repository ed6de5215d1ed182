import { registerEnumType } from 'type-graphql';
import { NikRegionStatus } from '../region/index.ts';
import { Education, NikBirthDateStatus, Occupation, WorkStatus } from './profile.ts';

export { NikRegionStatus } from '../region/index.ts';
export { Education, NikBirthDateStatus, Occupation, WorkStatus } from './profile.ts';

registerEnumType(Education, {
  name: 'Education',
  description: 'Highest education that was finished.',
  valuesConfig: {
    NONE: { description: 'No school finished.' },
    PRIMARY: { description: 'Primary school (SD).' },
    JUNIOR_SECONDARY: { description: 'Junior secondary school (SMP).' },
    SENIOR_SECONDARY: { description: 'Senior secondary school (SMA).' },
    VOCATIONAL: { description: 'Vocational secondary school (SMK).' },
    DIPLOMA: { description: 'Diploma (D1 to D4).' },
    BACHELOR: { description: "Bachelor's degree (S1)." },
    POSTGRADUATE: { description: "Master's degree or doctorate (S2, S3)." },
  },
});

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

registerEnumType(WorkStatus, {
  name: 'WorkStatus',
  description: 'Work status as stated at registration.',
  valuesConfig: {
    JOB_SEEKER: { description: 'Looks for work.' },
    LAID_OFF: { description: 'Lost their job.' },
    FURLOUGHED: { description: 'Sent home without pay.' },
    WORKER: { description: 'Works and needs new skills.' },
    ENTREPRENEUR: { description: 'Runs a micro or small business.' },
  },
});

registerEnumType(NikRegionStatus, {
  name: 'NikRegionStatus',
  description: 'What is known of the place of first registration that a NIK names.',
  valuesConfig: {
    CURRENT: { description: 'A regency or city of today.' },
    FORMER: { description: 'One of before: it was split off or renumbered since.' },
    UNLISTED: { description: 'In no list of today or of before: an officer compares it with the card.' },
  },
});

registerEnumType(NikBirthDateStatus, {
  name: 'NikBirthDateStatus',
  description:
    'Whether the birth date in a NIK is the stated one. The civil registry corrects the date, never the NIK.',
  valuesConfig: {
    AGREES: { description: 'It is.' },
    DISAGREES: {
      description:
        'It is another one: the date was corrected, or one of the two is mistyped. Until the check, the later date decides the age.',
    },
  },
});
