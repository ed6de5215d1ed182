import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { AttendanceDeviceEntity } from './attendance.entity.ts';
import { OWN_DEVICE } from './device.statement.ts';
import type { AttendanceDeviceType } from './device.type.ts';

const query = queriesOver(AttendanceDeviceEntity);

const BY_ID = query<{ id: string }>()('attendance-device-by-id', (db, { id }) =>
  db
    .selectFrom('attendance_device')
    .select(['id', 'name', 'validFrom', 'validUntil', 'revokedFrom'])
    .where('id', '=', id),
);

/** The device of the organisation's institution; null for another's and for an unknown one. */
export const deviceOf = async (tx: EntityManager, id: string, organization: string) =>
  isUuid(id) ? ((await execute(tx, OWN_DEVICE, [id, organization])).rows[0] ?? null) : null;

/** The device that the transaction changes, locked; null for another institution's and for an unknown one. */
export const lockDevice = async (tx: EntityManager, id: string, organization: string) => {
  if (!(await deviceOf(tx, id, organization))) return null;
  return tx.findOne(AttendanceDeviceEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
};

export const readDevice = async (database: Database, id: string): Promise<AttendanceDeviceType | null> =>
  (await database.read(BY_ID, { id }))[0] ?? null;
