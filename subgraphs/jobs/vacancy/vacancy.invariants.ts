import type { Invariant } from '../../kit/invariant.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'a vacancy asks for at most ten skills',
    sql: 'select vacancy_id from vacancy_skill group by vacancy_id having count(*) > 10',
  },
  {
    name: 'what moderation holds has a flag that says why',
    sql: `select id from vacancy where held_at is not null and flags = '[]'`,
  },
  {
    name: 'a vacancy and its employer are of one portal',
    sql: `select vacancy.id from vacancy join employer on employer.id = employer_id
      where employer.portal_id <> vacancy.portal_id`,
  },
  {
    name: 'a vacancy is of a registered job portal',
    sql: 'select vacancy.id from vacancy join portal on portal.id = portal_id where portal.name is null',
  },
];
