import type { EntityManager } from '@mikro-orm/postgresql';
import { run } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { queriesOver } from '../../kit/query.ts';
import { PlatformEntity } from './platform.entity.ts';

interface JoinedPlatform {
  organization: string;
  name: string;
  isSuspended: boolean;
  /** When the organisation joined. */
  at: Date;
}

const query = queriesOver(PlatformEntity);

// A row of the same organisation may be there already: the sample platforms are linked by the seed.
const JOIN = query<{ organization: string; name: string; isSuspended: boolean; year: number }>()(
  'platform-join',
  (db, { organization, name, isSuspended, year }) =>
    db
      .insertInto('platform')
      .values({
        id: organization,
        code: organization,
        name,
        activeFrom: year,
        activeTo: null,
        isSynthetic: false,
        organizationId: organization,
        isSuspended,
      })
      .onConflict((conflict) => conflict.doNothing()),
);

const SUSPEND = query<{ organization: string; isSuspended: boolean }>()(
  'platform-suspend',
  (db, { organization, isSuspended }) =>
    db.updateTable('platform').set({ isSuspended }).where('organizationId', '=', organization),
);

/** Makes the platform of an organisation that joined, under its id; a second time changes nothing but the suspension. */
export const joinPlatform = async (tx: EntityManager, joined: JoinedPlatform): Promise<void> => {
  const { organization, name, isSuspended, at } = joined;
  await run(tx, JOIN, { organization, name, isSuspended, year: Number(jakartaDayAfter(at, 0).slice(0, 4)) });
  await suspendPlatform(tx, organization, isSuspended);
};

/** Marks the platform of an organisation, if it is one, as suspended or not. */
export const suspendPlatform = async (tx: EntityManager, organization: string, isSuspended: boolean): Promise<void> => {
  await run(tx, SUSPEND, { organization, isSuspended });
};
