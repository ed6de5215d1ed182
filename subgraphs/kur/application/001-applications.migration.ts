/** Applications, the consent of each, and the changes of their status, which nobody can alter. */
export const applications = {
  name: '001-applications',
  sql: `
    create table move (
      from_status text not null,
      to_status text not null,
      primary key (from_status, to_status)
    );
    insert into move values
      ('NONE', 'SUBMITTED'),
      ('SUBMITTED', 'CHECKED'), ('SUBMITTED', 'UNCHECKED'), ('SUBMITTED', 'WITHDRAWN'),
      ('UNCHECKED', 'SUBMITTED'), ('UNCHECKED', 'DECLINED'), ('UNCHECKED', 'WITHDRAWN'),
      ('CHECKED', 'SUBMITTED'), ('CHECKED', 'HALF_APPROVED'), ('CHECKED', 'APPROVED'), ('CHECKED', 'DECLINED'),
      ('CHECKED', 'WITHDRAWN'),
      ('HALF_APPROVED', 'SUBMITTED'), ('HALF_APPROVED', 'APPROVED'), ('HALF_APPROVED', 'DECLINED'),
      ('HALF_APPROVED', 'WITHDRAWN');

    create table application (
      id uuid primary key default uuidv7(),
      participant_id text not null,
      -- The name under which this bank knows the person's account.
      subject text not null,
      -- The name under which the credit bureau knows the person: it links to nothing of the graph.
      borrower text not null,
      amount int8 not null check (amount > 0),
      term_months int not null check (term_months between 1 and 600),
      purpose text not null,
      product text not null,
      officers_needed int not null check (officers_needed in (1, 2)),
      -- What the owners of the graph vouched for.
      certificate_count int not null check (certificate_count > 0),
      work_status text not null,
      status text not null check (status in
        ('SUBMITTED', 'UNCHECKED', 'CHECKED', 'HALF_APPROVED', 'APPROVED', 'DECLINED', 'WITHDRAWN')),
      submitted_at timestamptz not null,
      -- Counts the checks that were asked for: approvals of an earlier one are void.
      round int not null default 1,
      tries int not null default 0,
      next_try_at timestamptz not null,
      check_by timestamptz not null,
      idempotency_key text not null,
      input_hash text not null,
      unique (subject, idempotency_key)
    );
    -- Two at once could lend more than the ceiling.
    create unique index application_one_open on application (participant_id)
      where status in ('SUBMITTED', 'UNCHECKED', 'CHECKED', 'HALF_APPROVED');
    create index application_of_person on application (participant_id, id desc);
    create index application_by_status on application (status, id desc);
    create index application_to_check on application (next_try_at) where status = 'SUBMITTED';

    create table consent (
      application_id uuid primary key references application,
      purpose text not null,
      text_version text not null,
      granted_at timestamptz not null,
      withdrawn_at timestamptz check (withdrawn_at >= granted_at)
    );

    create table change (
      application_id uuid not null references application,
      number int not null,
      from_status text not null,
      to_status text not null,
      changed_at timestamptz not null,
      by_kind text not null check (by_kind in ('APPLICANT', 'OFFICER', 'SYSTEM')),
      by_subject text check ((by_kind = 'SYSTEM') = (by_subject is null)),
      reasons text[] not null,
      primary key (application_id, number),
      foreign key (from_status, to_status) references move
    );

    create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% of % is refused: it is append-only', tg_op, tg_table_name using errcode = 'restrict_violation';
      end $$;
    create trigger change_append_only before update or delete or truncate on change
      for each statement execute function refuse_change();

    -- At the end of each transaction the last change says what the application's status is.
    create function check_last_change() returns trigger language plpgsql as $$
      declare last record;
      begin
        select to_status into last from change where application_id = new.id order by number desc limit 1;
        if last.to_status is distinct from (select status from application where id = new.id) then
          raise exception 'application % changed its status without history', new.id using errcode = 'check_violation';
        end if;
        return null;
      end $$;
    create constraint trigger application_history after insert or update of status on application
      deferrable initially deferred for each row execute function check_last_change();

    -- Each change begins where the one before ended.
    create function check_chain() returns trigger language plpgsql as $$
      begin
        if new.from_status is distinct from coalesce((select to_status from change
            where application_id = new.application_id and number = new.number - 1), 'NONE')
          or (new.number > 1 and new.from_status = 'NONE') then
          raise exception 'change % of % does not follow the one before', new.number, new.application_id
            using errcode = 'check_violation';
        end if;
        return new;
      end $$;
    create trigger change_chain before insert on change for each row execute function check_chain();
  `,
};
