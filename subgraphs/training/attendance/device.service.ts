import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { type PublicKey, readKey, thumbprintOf } from '../../kit/public-key.ts';
import { queriesOver } from '../../kit/query.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { AttendanceDeviceEntity } from './attendance.entity.ts';
import { recordingOrganization } from './attendance.policy.ts';
import { callRefusals } from './attendance.refusal.ts';
import { lockDevice } from './device.loader.ts';
import { refusals } from './device.refusal.ts';
import { OWN_INSTITUTION } from './device.statement.ts';

interface NewDevice {
  name: string;
  /** As it was sent. */
  jwk: string;
  validUntil?: Date | null | undefined;
}

interface DeviceCall {
  caller: Caller;
  key: string;
}

interface DeviceRow {
  id: string;
  institutionId: string;
  name: string;
  jwk: string;
  thumbprint: string;
  validFrom: Date;
  validUntil: Date;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 180;
export const MOST_DAYS = 730;
export const MOST_DEVICES = 500;
const LONGEST_KEY = 2_000;

const query = queriesOver(AttendanceDeviceEntity);

const COUNT = query<{ institution: string; now: Date }>()('attendance-device-count', (db, { institution, now }) =>
  db
    .selectFrom('attendance_device')
    .select(sql<number>`count(*)::int`.as('devices'))
    .where('institutionId', '=', institution)
    .where('revokedFrom', 'is', null)
    .where('validUntil', '>', now),
);

// Not by the unit of work: a key that is known already is a refusal here, and would be an error at the flush.
const INSERT = query<DeviceRow>()('attendance-device-insert', (db, row) =>
  db
    .insertInto('attendance_device')
    .values({
      id: row.id,
      institutionId: row.institutionId,
      name: row.name,
      jwk: sql`${row.jwk}::jsonb`,
      thumbprint: row.thumbprint,
      validFrom: row.validFrom,
      validUntil: row.validUntil,
      revokedFrom: null,
      registeredAt: row.validFrom,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

const parsed = (text: string): unknown => {
  try {
    return text.length > LONGEST_KEY ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws Refusal PRIVATE_KEY_SENT, KEY_MALFORMED */
const readJwk = (text: string): PublicKey => {
  const read = readKey(parsed(text));
  if ('key' in read) return read.key;
  throw 'fault' in read ? refusals.keyMalformed(read.fault) : refusals.privateKeySent();
};

/** Registers and revokes the devices of institutions. */
export class DeviceService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Registers a device of the caller's institution, whose key is valid from now on.
   * @returns the device's id
   * @throws Refusal FORBIDDEN, NAME_MALFORMED, PRIVATE_KEY_SENT, KEY_MALFORMED, VALIDITY_OUT_OF_RANGE,
   * INSTITUTION_UNKNOWN, DEVICE_LIMIT_REACHED, KEY_ALREADY_USED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async register(em: EntityManager, input: NewDevice, { caller, key }: DeviceCall): Promise<string> {
    const organization = recordingOrganization(caller);
    touched('Organization', organization);
    const name = typedWithin(input.name, { most: 100, read: typedLine });
    if (name === null) throw refusals.name();
    const jwk = readJwk(input.jwk);
    const now = this.#now();
    const until = input.validUntil ?? new Date(now.getTime() + USUAL_DAYS * DAY_MS);
    const days = (until.getTime() - now.getTime()) / DAY_MS;
    const body = { name, jwk, validUntil: input.validUntil?.toISOString() ?? null };
    const call = { caller: caller.id ?? '', operation: 'registerDevice', key, body };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        if (days <= 0 || days > MOST_DAYS) throw refusals.validity(MOST_DAYS);
        const [institution] = (await execute(tx, OWN_INSTITUTION, [organization])).rows;
        if (!institution) throw refusals.institutionUnknown();
        const [counted] = await run(tx, COUNT, { institution: institution.id, now });
        if ((counted?.devices ?? 0) >= MOST_DEVICES) throw refusals.limit(MOST_DEVICES);
        const id = uuidv7(now.getTime());
        const row = { id, institutionId: institution.id, name, validFrom: now, validUntil: until };
        const added = await run(tx, INSERT, { ...row, jwk: JSON.stringify(jwk), thumbprint: thumbprintOf(jwk) });
        if (added.length === 0) throw refusals.keyUsed();
        return id;
      }),
    );
  }

  /**
   * Revokes a device: records that it made from `from` on, or from now on, are refused. A second time it can only move
   * the moment back.
   * @throws Refusal FORBIDDEN, DEVICE_UNKNOWN, REVOCATION_IN_FUTURE
   */
  async revoke(
    em: EntityManager,
    id: string,
    { caller, from }: { caller: Caller; from: Date | null },
  ): Promise<string> {
    const organization = recordingOrganization(caller);
    touched('AttendanceDevice', id.slice(0, 36));
    const now = this.#now();
    const moment = from ?? now;
    if (moment > now) throw refusals.revokedInFuture();
    return em.transactional(async (tx) => {
      const device = await lockDevice(tx, id, organization);
      if (!device) throw callRefusals.deviceUnknown(['id']);
      if (device.revokedFrom === null || moment < device.revokedFrom) device.revokedFrom = moment;
      return id;
    });
  }
}
