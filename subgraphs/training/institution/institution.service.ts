import type { EntityManager } from '@mikro-orm/postgresql';
import { run } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { InstitutionEntity } from './institution.entity.ts';

export interface JoinedInstitution {
  organization: string;
  name: string;
  isSuspended: boolean;
}

const query = queriesOver(InstitutionEntity);

const JOIN = query<JoinedInstitution>()('institution-join', (db, { organization, name, isSuspended }) =>
  db
    .insertInto('institution')
    .values({
      id: organization,
      name,
      regionCode: null,
      isSynthetic: false,
      organizationId: organization,
      isSuspended,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const SUSPEND = query<{ organization: string; isSuspended: boolean }>()(
  'institution-suspend',
  (db, { organization, isSuspended }) =>
    db.updateTable('institution').set({ isSuspended }).where('organizationId', '=', organization),
);

const SEAT = query<{ organization: string; region: string }>()('institution-seat', (db, { organization, region }) =>
  db.updateTable('institution').set({ regionCode: region }).where('organizationId', '=', organization),
);

/** Makes the institution of an organisation that joined, under its id; a second time changes only the suspension. */
export const joinInstitution = async (tx: EntityManager, joined: JoinedInstitution): Promise<void> => {
  await run(tx, JOIN, joined);
  await suspendInstitution(tx, joined.organization, joined.isSuspended);
};

/** Marks the institution of an organisation, if it is one, as suspended or not. */
export const suspendInstitution = async (
  tx: EntityManager,
  organization: string,
  isSuspended: boolean,
): Promise<void> => {
  await run(tx, SUSPEND, { organization, isSuspended });
};

/** Keeps the regency or city where an institution has its seat. */
export const seatInstitution = async (tx: EntityManager, organization: string, region: string): Promise<void> => {
  await run(tx, SEAT, { organization, region });
};
