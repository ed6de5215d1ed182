import type { Fault } from './fault.ts';

export const paymentsFaults: readonly Fault[] = [
  {
    id: 'double-entry',
    does: 'Money that is spent stays held too, so that the balance no longer equals its postings.',
    find: "SPEND: { from: 'TRAINING_HELD', to: 'PLATFORM_PAYABLE', held: -1n,",
    replace: "SPEND: { from: 'TRAINING_HELD', to: 'PLATFORM_PAYABLE', held: 0n,",
    tests: ['balance.service.test.ts'],
  },
  {
    id: 'grant-revoked',
    does: 'An announcement that comes after the revocation of an award grants the balance again.',
    find: 'where not exists (select from revocation where revocation.participant_id = winner.participant_id)',
    replace: 'where true',
    tests: ['revoke.service.test.ts'],
  },
  {
    id: 'freeze-order',
    does: 'An older word about a freeze replaces a newer one when it arrives late.',
    find: 'where (participant_freeze.said_at, participant_freeze.version) < (excluded.said_at, excluded.version)',
    replace: 'where true',
    tests: ['freeze.service.test.ts'],
  },
  {
    id: 'revoke-held',
    does: 'A revocation returns what is held for a purchase, too.',
    find: 'select participant_id, granted - spent - held - returned as amount, held from training_balance',
    replace: 'select participant_id, granted - spent - returned as amount, held from training_balance',
    tests: ['revoke.service.test.ts'],
  },
];

export const trainingFaults: readonly Fault[] = [
  {
    id: 'own-courses',
    does: "An organisation reads enrolments in other organisations' courses.",
    find: 'mayReadAllOf(caller, participantId) || (isReader(caller) && isOwnCourse)',
    replace: 'mayReadAllOf(caller, participantId) || isReader(caller)',
    tests: ['enrollment/organization.test.ts'],
  },
];

export const jobsFaults: readonly Fault[] = [
  {
    id: 'alumni-portal',
    does: 'A portal finds alumni who let another portal find them.',
    find: '(portal_id = ${portal} or portal_id is null)',
    replace: 'true',
    tests: ['alumnus.test.ts'],
  },
  {
    id: 'consent-expiry',
    does: 'Alumni are found after their consent has run out.',
    find: 'withdrawn_at is null and until > ${now}',
    replace: 'withdrawn_at is null',
    tests: ['alumnus.test.ts'],
  },
];
