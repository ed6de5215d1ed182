import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { column, statement } from '../../kit/statement.ts';
import type { RegistrationStatus } from './registration.status.ts';
import type { RegistrationType } from './registration.type.ts';

const columns = {
  participantId: column.uuid,
  waveNumber: column.int4,
  status: column.text.as<RegistrationStatus>(),
  joinedAt: column.timestamptz,
  entryId: column.uuid,
  entrySalt: column.text.orNull,
  policyVersion: column.text,
  reasonCodes: column.textArray,
};

// Registrations of the people and waves in the common table expression `page`, with the wave, and with the reasons of
// the decision that was made last. It asks these waves only: see the migration 105.
const selected = `select registration.participant_id as "participantId", registration.wave_number as "waveNumber",
    registration.status, joined_at as "joinedAt", entry_id as "entryId",
    encode(entry_salt, 'hex') as "entrySalt", wave.policy_version as "policyVersion",
    coalesce(decision.reasons, '{}') as "reasonCodes"
  from page
  join registrations_in(array(select distinct participant_id from page), array(select wave_number from page))
    as registration using (participant_id, wave_number)
  join wave on wave.number = registration.wave_number
  left join decisions_in(array(select distinct participant_id from page), array(select wave_number from page),
    'ffffffff-ffff-ffff-ffff-ffffffffffff', 1) as decision using (participant_id, wave_number)`;

// A page of each person's waves, newest first.
const PAGE = statement(
  'registrations-by-participant',
  columns,
  `with page as materialized (
    select participant_id, wave_number from unnest($1::uuid[]) as person (id) cross join lateral (
      select * from participant_wave where participant_id = person.id and is_registered and wave_number < $2::int
      order by wave_number desc limit $3
    ) as known
  )
  ${selected} order by 1, 2 desc`,
);

const ONE = statement(
  'registration-by-key',
  columns,
  `with page as materialized (
    select participant_id, wave_number from participant_wave
    where participant_id = $1 and wave_number = $2 and is_registered
  )
  ${selected}`,
);

/** Key of the list: the wave's number. */
export type RegistrationKey = [number];

const ABOVE_ALL = 2_147_483_647;

export const registrationsByParticipant = (database: Database) =>
  pagesByParent<RegistrationKey, RegistrationType>(
    (people, page) => database.rows(PAGE, [people, page.after?.[0] ?? ABOVE_ALL, page.first + 1]),
    ({ participantId }) => participantId,
  );

/** Returns one registration; null when there is none. */
export const readRegistration = async (
  database: Database,
  participantId: string,
  wave: number,
): Promise<RegistrationType | null> => (await database.rows(ONE, [participantId, wave]))[0] ?? null;

export const registrationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  registrations: registrationsByParticipant(database),
});

export type RegistrationLoaders = ReturnType<typeof registrationLoaders>;
