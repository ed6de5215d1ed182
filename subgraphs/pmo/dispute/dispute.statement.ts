import { column, statement } from '../../kit/statement.ts';
import { isFrozenSql } from '../draw/index.ts';
import { type DisputeOutcome, type DisputeStatus, moveDisputes } from './dispute.status.ts';

/** Locks the person $1 against joining, correcting and another dispute; what follows reads what those have left. */
export const LOCK_CLAIMANT = 'select id from participant where id = $1 for no key update';

/** The NIK of the person $1, where they are not confirmed. */
export const CLAIMANT = statement(
  'dispute-claimant',
  { nikIndex: column.bytea.orNull, isOpen: column.bool },
  `select (
      select nik_index from unconfirmed_identity where participant_id = participant.id and state = 'NOT_CONFIRMED'
    ) as "nikIndex", exists (
      select from identity_dispute where participant_id = participant.id and identity_dispute.status in ('OPEN', 'PROPOSED')
    ) as "isOpen"
    from participant where id = $1`,
);

export const OPEN = `insert into identity_dispute (id, participant_id, nik_index, evidence, opened_at)
  values ($1, $2, $3, $4, $5)`;

/** Locks the dispute $1; what follows reads what officers before have left. */
export const LOCK_DISPUTE = 'select id from identity_dispute where id = $1 for update';

/** The dispute $1, with what was said last, and who holds the NIK that it is about. */
export const DISPUTE = statement(
  'dispute',
  {
    participantId: column.uuid,
    nikIndex: column.bytea,
    status: column.text.as<`${DisputeStatus}`>(),
    opinions: column.int4,
    outcome: column.text.as<`${DisputeOutcome}`>().orNull,
    officer: column.text.orNull,
    holderId: column.uuid.orNull,
  },
  `select dispute.participant_id as "participantId", nik_index as "nikIndex", status, coalesce(last.number, 0)::int as opinions, last.outcome,
      last.officer, (
        select nik_claim.participant_id from nik_claim
        where nik_claim.nik_index = dispute.nik_index and nik_claim.participant_id <> dispute.participant_id
      ) as "holderId"
    from identity_dispute as dispute left join lateral (
      select number, outcome, officer from identity_dispute_opinion
      where dispute_id = dispute.id order by number desc limit 1
    ) as last on true
    where dispute.id = $1`,
);

export const SAY = `insert into identity_dispute_opinion (dispute_id, number, outcome, reason, officer, stated_at)
  values ($1, $2, $3, $4, $5, $6)`;

const decide = (outcome: `${DisputeOutcome}`) =>
  moveDisputes({ to: outcome, where: 'identity_dispute.id = $1' }).replace(
    'set status',
    'set holder_id = $2, decided_at = $3, status',
  );

export const PROPOSE = moveDisputes({ to: 'PROPOSED', where: 'identity_dispute.id = $1' });

/** Ends dispute $1, which was against $2, at $3. */
export const DECIDE: Readonly<Record<`${DisputeOutcome}`, string>> = {
  GRANTED: decide('GRANTED'),
  REJECTED: decide('REJECTED'),
};

/** Locks people, in order. */
export const LOCK_PEOPLE = 'select id from participant where id = any($1::uuid[]) order by id for update';

/** The wave in which the holder $1 has a place, whether its entries are frozen, and whether they are awarded. */
export const STANDING_OF_HOLDER = statement(
  'dispute-standing-of-holder',
  { wave: column.int4.orNull, isFrozen: column.bool, isAwarded: column.bool },
  `select place.wave_number as wave, exists (
      select from registration
      where wave_number = place.wave_number and registration.participant_id = $1 and registration.status = 'ELIGIBLE'
        and ${isFrozenSql('place.wave_number')}
    ) as "isFrozen", exists (select from award_claim where participant_id = $1) as "isAwarded"
    from (values ($1::uuid)) as holder (id) left join kk_claim as place on place.participant_id = holder.id`,
);

const columns = {
  id: column.uuid,
  participantId: column.uuid,
  holderId: column.uuid.orNull,
  status: column.text.as<`${DisputeStatus}`>(),
  evidence: column.text,
  openedAt: column.timestamptz,
  decidedAt: column.timestamptz.orNull,
};

const selected = `id, participant_id as "participantId", holder_id as "holderId", status, evidence,
  opened_at as "openedAt", decided_at as "decidedAt"`;

export const BY_ID = statement(
  'disputes-by-id',
  columns,
  `select ${selected} from identity_dispute where id = any($1::uuid[])`,
);

/** Disputes of each person, newest first. */
export const BY_PARTICIPANT = statement(
  'disputes-by-participant',
  columns,
  `select page.* from unnest($1::uuid[]) as person (id) cross join lateral (
      select ${selected} from identity_dispute where participant_id = person.id and id < $2 order by id desc limit $3
    ) as page`,
);

/** Disputes that have come so far, or all, in the order in which they were opened. */
export const LIST = statement(
  'disputes-list',
  columns,
  `select ${selected} from identity_dispute where id > $1 and ($2::text is null or status = $2) order by id limit $3`,
);

export const OPINIONS = statement(
  'dispute-opinions',
  {
    disputeId: column.uuid,
    outcome: column.text.as<`${DisputeOutcome}`>(),
    reason: column.text,
    officer: column.text,
    statedAt: column.timestamptz,
  },
  `select dispute_id as "disputeId", outcome, reason, officer, stated_at as "statedAt"
    from identity_dispute_opinion where dispute_id = any($1::uuid[]) order by dispute_id, number`,
);
