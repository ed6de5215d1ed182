import { column, statement } from '../../kit/statement.ts';

/** What is known at the moment $2 of the people of `incentive_condition known` to whom `who` applies, by the cut-offs $3 (years) to $6. */
export const claimsOf = (who: string): string => `asked as (
    select $2::timestamptz as at
  ),
  cut_off as (
    select * from unnest($3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
      as cut_off (year, rate_before, link_before, survey_before)
  ),
  -- What is known of each person. \`certified_at\`: null while the first course has no certificate that counts.
  person as (
    select known.participant_id, balance.wave_number, certificate.certified_at,
      revocation.participant_id is not null as is_revoked,
      certificate.certified_at is null and certificate.was_revoked as is_annulled,
      coalesce(barring.is_frozen, false) as is_frozen,
      cut_off.survey_before,
      -- From when the first instalment may be paid; null while a condition is open, or when one was met too late.
      case when known.is_finished_in_time and wallet.state = 'VERIFIED' and certificate.certified_at is not null
          and (cut_off.year is null or (known.rated_at < cut_off.rate_before
            and coalesce(known.wallet_linked_at, wallet.verified_at) < cut_off.link_before))
        -- Of a wallet from before conditions were kept only the wallet itself tells.
        then greatest(certificate.certified_at, known.rated_at, coalesce(known.wallet_verified_at, wallet.verified_at))
      end as met_at
    from incentive_condition known
      left join training_balance balance using (participant_id)
      left join revocation using (participant_id)
      left join participant_freeze barring using (participant_id)
      left join wallet using (participant_id)
      left join cut_off on cut_off.year = extract(year from balance.expires_on)
      cross join lateral (
        select min(issued_at) filter (where revoked_at is null) as certified_at,
          coalesce(bool_or(revoked_at is not null), false) as was_revoked
        from certificate_fact where certificate_fact.participant_id = known.participant_id
          and certificate_fact.enrollment_id = known.first_enrollment_id
      ) certificate
    where ${who}
  ),
  -- Who may be paid at all. A frozen person waits.
  payable as (
    select * from person where wave_number is not null and not is_revoked and not is_annulled and not is_frozen
  ),
  -- All that they have earned, whether or not its time has come. A month later is the same day in Jakarta, or the last one
  -- of a shorter month; it is counted from the first instalment.
  earned as (
    select participant_id, payable.wave_number, entitlement, number as instalment, amount,
      (met_at at time zone 'Asia/Jakarta' + make_interval(months => number - 1)) at time zone 'Asia/Jakarta' as due_at
    from payable join wave_entitlement announced
      on announced.wave_number = payable.wave_number and entitlement = 'INCENTIVE' and amount > 0
      cross join generate_series(1, instalments) as number
    where met_at is not null
    union all
    select participant_id, payable.wave_number, entitlement, fact.instalment, amount,
      greatest(submitted_at, certified_at)
    from payable join survey_fact fact using (participant_id, wave_number) join wave_entitlement announced
      on announced.wave_number = payable.wave_number and entitlement = 'SURVEY' and amount > 0
        and fact.instalment <= instalments
    where certified_at is not null and (survey_before is null or submitted_at < survey_before)
  ),
  -- Of these, what is no payout yet.
  open as (
    select * from earned where not exists (
      select from disbursement payout where payout.participant_id = earned.participant_id
        and payout.entitlement = earned.entitlement and payout.instalment = earned.instalment)
  )`;

/**
 * Decides what becomes of people, whom the caller has locked: DUE, what has become due and is no payout yet; FALLEN, to
 * whom nothing is due any more. It also says when to look at each again: when the next instalment is due, an hour later
 * while their award is unknown, and never where only a happening changes anything, since that one looks by itself.
 */
export const DECIDE = statement(
  'claim-decide',
  {
    outcome: column.text.as<'DUE' | 'FALLEN'>(),
    participant: column.uuid,
    wave: column.int4,
    entitlement: column.text.as<'INCENTIVE' | 'SURVEY'>(),
    instalment: column.int4,
    amount: column.int8,
    at: column.timestamptz,
  },
  `with ${claimsOf('known.participant_id = any($1::uuid[])')},
  -- When the next instalment of each person is due.
  upcoming as (
    select participant_id, min(due_at) as next_at from open cross join asked where due_at > asked.at group by 1
  ),
  scheduled as (
    update incentive_condition
    set recheck_at = coalesce(next_at, case when person.wave_number is null and not person.is_revoked
      and num_nonnulls(first_enrollment_id, person.certified_at) > 0 then asked.at + interval '1 hour' end)
    from person left join upcoming using (participant_id) cross join asked
    where person.participant_id = incentive_condition.participant_id
  )
  select 'DUE' as outcome, participant_id as participant, wave_number as wave, entitlement, instalment, amount,
    due_at as at
  from open cross join asked where due_at <= asked.at
  union all
  select 'FALLEN', participant_id, wave_number, null, null, null, null from person where is_revoked or is_annulled
  order by participant, entitlement, instalment`,
);

/** What waves $1 that were ever given money can still be paid: of their commitment, or of their year where they have none. */
export const AFFORDABLE = statement(
  'claim-affordable',
  { wave: column.int4, left: column.int8 },
  `select own.wave_number as wave, coalesce(case
      when own.committed > 0 then (select sum(slot.committed) from ledger_slot slot
        where slot.year = own.year and slot.wave_number = own.wave_number)
      else (select budget - committed from budget_year where budget_year.year = own.year) end, 0)::bigint as left
  from wave_budget own where own.wave_number = any($1::int[])`,
);

/** Has people $1 looked at again a day after $2. */
export const POSTPONE = statement(
  'claim-postpone',
  {},
  `update incentive_condition set recheck_at = $2::timestamptz + interval '1 day' where participant_id = any($1::uuid[])`,
);
