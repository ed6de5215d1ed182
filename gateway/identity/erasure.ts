import type { Queries } from './queries.ts';
import { TOKEN_LIFETIME_S } from './token.policy.ts';

/** Twice a token's life: clocks of issuer and gateways may differ. */
export const REMEMBERED_MS = 2 * TOKEN_LIFETIME_S * 1_000;

// In one order, so that two events that name the same people wait for one another instead of locking crosswise.
const REMEMBER = `insert into erased_subject (subject, erased_at, until)
  select distinct subject, $2::timestamptz, $3::timestamptz from unnest($1::text[]) as subject order by 1
  on conflict (subject) do update set erased_at = excluded.erased_at, until = excluded.until`;

const DELETE = `delete from account where kind = 'PARTICIPANT' and subject = any($1::text[])`;

/**
 * Deletes participants' accounts and voids their tokens. What is left of their sessions leads to no account and expires
 * within hours. Once more changes nothing but for how long tokens are refused.
 */
export const eraseAccounts = async (queries: Queries, subjects: readonly string[], now: Date): Promise<void> => {
  await queries.query(REMEMBER, [subjects, now, new Date(now.getTime() + REMEMBERED_MS)]);
  await queries.query(DELETE, [subjects]);
};
