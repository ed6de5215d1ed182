import type { PublicKey } from '../../kit/public-key.ts';
import { column, statement } from '../../kit/statement.ts';

/** A device of the institution that is the organisation: `$1` the device, `$2` the organisation. */
export const OWN_DEVICE = statement(
  'attendance-device-own',
  {
    jwk: column.jsonb.as<PublicKey>(),
    validFrom: column.timestamptz,
    validUntil: column.timestamptz,
    revokedFrom: column.timestamptz.orNull,
  },
  `select jwk, valid_from as "validFrom", valid_until as "validUntil", revoked_from as "revokedFrom"
  from attendance_device join institution on institution.id = attendance_device.institution_id
  where attendance_device.id = $1::uuid and institution.organization_id = $2::uuid`,
);

/** The institution that is the organisation `$1`, locked: its devices are added one after the other, and counted. */
export const OWN_INSTITUTION = statement(
  'attendance-institution',
  { id: column.uuid },
  `select id from institution where organization_id = $1::uuid order by id limit 1 for no key update`,
);
