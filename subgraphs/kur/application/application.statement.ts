import type { Queries } from '../database.ts';
import { refusal } from '../refusal.ts';
import type { Actor, Application } from './application.entity.ts';
import { mayMove, type Status } from './application.status.ts';

/** Columns of an application with its consent. */
export const COLUMNS = `application.id, participant_id as "participantId", subject, borrower, amount,
  term_months as "termMonths", application.purpose, product, officers_needed as "officersNeeded", status,
  submitted_at as "submittedAt", round,
  json_build_object('purpose', consent.purpose, 'textVersion', text_version) as wording,
  granted_at as "grantedAt", withdrawn_at as "withdrawnAt"`;

export const FROM = 'from application join consent on consent.application_id = application.id';

type Row = Omit<Application, 'consent'> & {
  wording: { purpose: string; textVersion: string };
  grantedAt: Date;
  withdrawnAt: Date | null;
};

export const fromRow = ({ wording, grantedAt, withdrawnAt, ...row }: Row): Application => ({
  ...row,
  consent: { ...wording, grantedAt, withdrawnAt },
});

export const applicationRows = async (
  queries: Queries,
  rest: string,
  values: readonly unknown[],
): Promise<Application[]> => (await queries.rows<Row>(`select ${COLUMNS} ${FROM} ${rest}`, values)).map(fromRow);

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const isId = (id: string): boolean => UUID.test(id);

/** Finds an application and keeps it to this transaction. */
export const lockApplication = async (queries: Queries, id: string): Promise<Application | undefined> => {
  if (!isId(id)) return undefined;
  const [found] = await applicationRows(queries, 'where application.id = $1 for update of application, consent', [id]);
  return found;
};

export interface Move {
  to: Status;
  by: Actor;
  at: Date;
  reasons?: readonly string[];
}

// The number follows the last change; whoever has the lock is alone.
const ADD_CHANGE = `insert into change (application_id, number, from_status, to_status, changed_at, by_kind, by_subject, reasons)
  select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from change where application_id = $1`;

export const addChange = async (
  queries: Queries,
  { id, from }: { id: string; from: Status | 'NONE' },
  { to, by, at, reasons = [] }: Move,
): Promise<void> => {
  await queries.rows(ADD_CHANGE, [id, from, to, at, by.kind, by.subject, reasons]);
};

/**
 * Changes the status of an application that this transaction has locked.
 * @throws Refusal KUR_TRANSITION_ILLEGAL
 */
export const moveApplication = async (queries: Queries, application: Application, move: Move): Promise<Application> => {
  const { id, status: from } = application;
  if (!mayMove(from, move.to)) throw refusal('KUR_TRANSITION_ILLEGAL', ['id']);
  await addChange(queries, { id, from }, move);
  await queries.rows('update application set status = $2 where id = $1', [id, move.to]);
  return { ...application, status: move.to };
};
