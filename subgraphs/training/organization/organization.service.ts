import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { type JoinedInstitution, joinInstitution, suspendInstitution } from '../institution/index.ts';
import { joinPlatform, suspendPlatform } from '../platform/index.ts';

interface ToldOrganization {
  organization: string;
  kind: string;
  name: string;
  /** ISO, with an offset. */
  at: string;
}

interface ToldChange {
  organization: string;
  version: number;
}

// Who suspends meanwhile waits here for the commit, and then finds the row of the platform or institution.
const REGISTER = statement(
  'organization-register',
  { isSuspended: column.bool },
  `insert into organization (id, kind, name) values ($1, $2, $3)
    on conflict (id) do update set kind = excluded.kind, name = excluded.name returning is_suspended as "isSuspended"`,
);

// The same version says the same, so a repeated event changes nothing.
const CHANGE = statement(
  'organization-change',
  { id: column.uuid },
  `insert into organization (id, is_suspended, version) values ($1, $2, $3)
    on conflict (id) do update set is_suspended = excluded.is_suspended, version = excluded.version
    where organization.version < excluded.version returning id`,
);

/** Makes an organisation that joined a platform or an institution, whether or not its suspension came before. */
export const register = async (em: EntityManager, told: ToldOrganization): Promise<void> => {
  const { organization, kind, name, at } = told;
  const { rows } = await execute(em, REGISTER, [organization, kind, name]);
  const joined: JoinedInstitution = { organization, name, isSuspended: rows[0]?.isSuspended ?? false };
  if (kind === 'PLATFORM') await joinPlatform(em, { ...joined, at: new Date(at) });
  if (kind === 'INSTITUTION') await joinInstitution(em, joined);
};

/** Stops an organisation or lets it go on; of two changes the one with the higher version holds. */
const change =
  (isSuspended: boolean) =>
  async (em: EntityManager, { organization, version }: ToldChange): Promise<void> => {
    const { rows } = await execute(em, CHANGE, [organization, isSuspended, version]);
    if (rows.length === 0) return;
    await suspendPlatform(em, organization, isSuspended);
    await suspendInstitution(em, organization, isSuspended);
  };

export const suspend = change(true);
export const resume = change(false);
