import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

export enum ParticipantStatus {
  REGISTERED = 'REGISTERED',
  VERIFIED = 'VERIFIED',
  APPLICANT = 'APPLICANT',
  RECIPIENT = 'RECIPIENT',
  ACTIVE = 'ACTIVE',
  ALUMNI = 'ALUMNI',
  REVOKED = 'REVOKED',
  BARRED = 'BARRED',
}

/**
 * How far a participant comes. An applicant who is not awarded is VERIFIED again, and may join another wave. Whoever
 * gives the only purchase back is a RECIPIENT again, and whoever loses the only certificate is ACTIVE. Whose balance
 * payments has returned is REVOKED, also when it was not heard of yet that the purchase was undone, or while barred.
 */
export const transition = transitionsOf<ParticipantStatus>('participant', {
  REGISTERED: ['VERIFIED'],
  VERIFIED: ['REGISTERED', 'APPLICANT'],
  APPLICANT: ['VERIFIED', 'RECIPIENT'],
  RECIPIENT: ['ACTIVE', 'REVOKED', 'BARRED'],
  ACTIVE: ['RECIPIENT', 'ALUMNI', 'REVOKED', 'BARRED'],
  ALUMNI: ['ACTIVE', 'BARRED'],
  REVOKED: [],
  BARRED: ['RECIPIENT', 'ACTIVE', 'ALUMNI', 'REVOKED'],
});

/** Writes a statement, or a common table expression, that moves participants. */
export const moveParticipants = movesOf('participant', transition);

const { REGISTERED, VERIFIED, REVOKED, BARRED } = ParticipantStatus;

/** The status of a row of which it is already known that it leaves `from` when the condition holds. */
const movedWhen = (condition: string, from: ParticipantStatus, to: ParticipantStatus) =>
  `case when status = '${from}' and ${condition} then '${transition(from, to)}' else status end`;

const confirm = (column: string, other: string) => `update participant set ${column} = $2::timestamptz,
    status = ${movedWhen(`${other} is not null`, REGISTERED, VERIFIED)}
  where id = $1`;

/** Writes down that a contact of the person $1 was confirmed at $2; with both the person is verified. */
export const CONFIRM_CONTACT = {
  PHONE: confirm('phone_confirmed_at', 'email_confirmed_at'),
  EMAIL: confirm('email_confirmed_at', 'phone_confirmed_at'),
};

/**
 * Writes the common table expression that corrects a participant, for `ofOneCall`: `people` is what the row is joined
 * with. A contact that changes has to be confirmed anew, and until then the person is not verified.
 */
export const correctParticipant = (people: string): string => `update participant set version = version + 1,
      name = :name, birth_date = :birthDate, region_code = :region, education = :education, work_status = :workStatus,
      occupation = :occupation, is_in_formal_education = :isInFormalEducation, motivation = :motivation,
      interests = :interests, sex = :sex, is_synthetic = :isSynthetic, nik_place = :nikPlace,
      nik_birth_date = :nikBirthDate,
      phone_confirmed_at = case when 'PHONE' = any(:channels::text[]) then null else phone_confirmed_at end,
      email_confirmed_at = case when 'EMAIL' = any(:channels::text[]) then null else email_confirmed_at end,
      status = ${movedWhen('cardinality(:channels) > 0', VERIFIED, REGISTERED)}
    from ${people} where id = :id returning id`;

/** Bars the people whose ids are $1, and keeps what they were; answers their ids. */
export const BAR_PARTICIPANTS = `update participant set status = '${BARRED}', barred_from = status
  where id = any($1::uuid[]) and status in (${transition.sqlFrom(BARRED)}) returning id`;

/** Returns the people whose ids are $1 to what they were before they were barred; answers their ids. */
export const REINSTATE_PARTICIPANTS = `update participant set status = barred_from, barred_from = null
  where id = any($1::uuid[]) and status = '${BARRED}' and barred_from is not null returning id`;

/**
 * Writes the common table expression that changes what barred people will be after a reinstatement. `states`: each
 * state with its condition on the rows of `known`, in the order in which they are tried.
 */
export const moveWhileBarred = (states: Partial<Record<`${ParticipantStatus}`, string>>): string => {
  const cases = Object.entries(states).map(([state, condition]) => `when ${condition} then '${state}'`);
  return `update participant set barred_from = case ${cases.join(' ')} else barred_from end
    from known where participant.id = known.id and status = '${BARRED}' and barred_from is not null`;
};

/** Writes the common table expression that revokes people, joined by `where`, barred or not; answers their ids. */
export const revokeParticipants = (people: string, where: string): string => `update participant
    set status = '${REVOKED}', barred_from = null from ${people}
    where ${where} and status in (${transition.sqlFrom(REVOKED)}) and barred_from is distinct from 'ALUMNI'
    returning participant.id`;
