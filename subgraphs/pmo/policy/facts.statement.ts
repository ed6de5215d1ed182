import { column, type RowOf, statement } from '../../kit/statement.ts';

/** The columns of a person's facts; lists are one text. */
export const factColumns = {
  participant_id: column.uuid,
  age: column.int4,
  wave: column.int4,
  work_status: column.text,
  occupation: column.text,
  is_in_formal_education: column.bool,
  lists: column.text,
  has_award: column.bool,
  card_recipients: column.int4,
  is_nik_claimed: column.bool,
};

/** Facts as PostgreSQL answers them. */
export type FactsRow = RowOf<typeof factColumns>;

const person = (people: string) => `person as materialized (
    select participant_id, birth_date, nik_birth_date, work_status, occupation, is_in_formal_education,
      coalesce(nik_claim.nik_index, case when open.state = 'WAITING' then open.nik_index end) as nik_index,
      case when open.participant_id is null then kk_index end as kk_index
    from (${people}) as wanted
    join participant on participant.id = participant_id
    left join nik_claim using (participant_id)
    left join unconfirmed_identity as open using (participant_id)
    left join participant_identity using (participant_id)
  )`;

const columns = (
  award: string,
) => `participant_id, extract(year from age($3::date, greatest(birth_date, nik_birth_date)))::int as age,
    $2::int as wave, work_status, occupation, is_in_formal_education, nik_index is not null as is_nik_claimed,
    coalesce(${award}.wave_number <> $2::int, false) as has_award`;

/**
 * The facts about people, at any number: `people` is a query with their ids in the column `participant_id`. It takes
 * the wave as $2 and the day as $3. Who was born on 29 February has the birthday on 1 March in common years. Until the
 * registry has checked a birth date that is not that of the NIK, the person is as old as the later of the two says:
 * nobody becomes of age by a statement. Whoever waits for the registry is taken to hold the NIK, and has no family card
 * yet: nobody learns of a card by stating its number.
 */
export const factsSql = (people: string): string => `with
  -- What is stated about them, with the blind indexes by which other tables know them.
  ${person(people)},
  -- The lists that each NIK is on.
  listed as (
    select participant_id, string_agg(distinct list collate "C", ',' order by list collate "C") as lists
    from person join barred_entry using (nik_index) where removed_in is null group by participant_id
  ),
  -- Recipients among the others of each family card.
  carded as (
    select person.participant_id, count(*)::int as recipients
    from person join kk_claim on kk_claim.kk_index = person.kk_index and kk_claim.participant_id <> person.participant_id
    join award_claim on award_claim.participant_id = kk_claim.participant_id group by person.participant_id
  )
  select ${columns('award_claim')}, coalesce(lists, '') as lists, coalesce(recipients, 0) as card_recipients
  from person left join listed using (participant_id) left join carded using (participant_id)
  left join award_claim using (participant_id)`;

/**
 * The same about few people, by lookups only: a limited subquery is never planned as a join, for which a table that was
 * empty then would be read as a whole.
 */
export const factsOfFewSql = (people: string): string => `select ${columns('award')}, coalesce((
      select string_agg(distinct list collate "C", ',' order by list collate "C") from barred_entry
      where barred_entry.nik_index = claim.nik_index and removed_in is null
    ), '') as lists, (
      select count(*)::int from kk_claim
      where kk_claim.kk_index = card.kk_index and kk_claim.participant_id <> wanted.participant_id
        and exists (select from award_claim where award_claim.participant_id = kk_claim.participant_id offset 0)
    ) as card_recipients
  from (${people}) as wanted
  cross join lateral (select * from participant where id = wanted.participant_id limit 1) as person
  left join lateral (
    select nik_index from nik_claim where participant_id = wanted.participant_id
    union all
    select nik_index from unconfirmed_identity where participant_id = wanted.participant_id and state = 'WAITING' limit 1
  ) as claim on true
  left join lateral (
    select kk_index from participant_identity where participant_id = wanted.participant_id
      and not exists (select from unconfirmed_identity where participant_id = wanted.participant_id offset 0) limit 1
  ) as card on true
  left join lateral (select wave_number from award_claim where participant_id = wanted.participant_id limit 1)
    as award on true`;

/** Facts of the people whose ids are $1, for wave $2 and day $3. */
export const FACTS = statement('facts-of-people', factColumns, factsSql('select unnest($1::uuid[]) as participant_id'));

/** Writes the common table expression that keeps facts by their hash; nearly always they are there already. */
export const rememberFacts = (facts: string): string =>
  `insert into policy_facts (hash, facts) ${facts} on conflict do nothing`;

/** Writes the common table expression that stores decisions; the columns are in the order of the table. */
export const storeDecisions = (decisions: string): string => `insert into policy_decision
      (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
    ${decisions}`;
