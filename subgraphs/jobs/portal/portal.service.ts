import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, type Transaction } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';

interface ToldOrganization {
  organization: string;
  kind: string;
  name: string;
}

interface ToldChange {
  organization: string;
  version: number;
}

const REGISTER = `insert into portal (id, name) values ($1, $2) on conflict (id) do update set name = excluded.name`;

// The same version says the same, so a repeated event changes nothing.
const CHANGE = `insert into portal (id, is_suspended, version) values ($1, $2, $3)
  on conflict (id) do update set is_suspended = excluded.is_suspended, version = excluded.version
  where portal.version < excluded.version`;

// Whoever changes the vacancies of a portal waits here for the one before, and its suspension for them.
const LOCK = statement(
  'portal-lock',
  { isSuspended: column.bool },
  `select is_suspended as "isSuspended" from portal where id = $1 and name is not null for no key update`,
);

const IS_SUSPENDED = statement(
  'portal-is-suspended',
  { isSuspended: column.bool },
  'select is_suspended as "isSuspended" from portal where id = $1',
);

/** Reads whether a portal is suspended now. */
export const isPortalSuspended = async (tx: Transaction, id: string): Promise<boolean> =>
  (await execute(tx, IS_SUSPENDED, [id])).rows[0]?.isSuspended ?? true;

/** Makes an organisation that joined as a job portal one, whether or not its suspension came before. */
export const register = async (em: EntityManager, { organization, kind, name }: ToldOrganization): Promise<void> => {
  if (kind === 'JOB_PORTAL') await execute(em, REGISTER, [organization, name]);
};

/** Stops an organisation or lets it go on; of two changes the one with the higher version holds. */
const change =
  (isSuspended: boolean) =>
  async (em: EntityManager, { organization, version }: ToldChange): Promise<void> => {
    await execute(em, CHANGE, [organization, isSuspended, version]);
  };

export const suspend = change(true);
export const resume = change(false);

/** Locks a portal until the transaction ends; null when the organisation is none. */
export const lockPortal = async (tx: Transaction, id: string): Promise<{ isSuspended: boolean } | null> =>
  (await execute(tx, LOCK, [id])).rows[0] ?? null;
