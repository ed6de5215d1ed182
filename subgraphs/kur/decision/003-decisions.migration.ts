/** What officers decided; an approval takes as many different ones as the amount needs. */
export const decisions = {
  name: '003-decisions',
  sql: `
    create table decision (
      application_id uuid not null references application,
      round int not null,
      officer text not null,
      outcome text not null check (outcome in ('APPROVE', 'DECLINE')),
      reasons text[] not null check (cardinality(reasons) between 1 and 5),
      decided_at timestamptz not null,
      -- Whoever approved first may think better of it.
      primary key (application_id, round, officer, outcome)
    );
    create trigger decision_append_only before update or delete or truncate on decision
      for each statement execute function refuse_change();

    create function check_approvals() returns trigger language plpgsql as $$
      begin
        if (select count(*) from decision where application_id = new.id and round = new.round and outcome = 'APPROVE')
            < new.officers_needed then
          raise exception 'application % takes % officers', new.id, new.officers_needed using errcode = 'check_violation';
        end if;
        return null;
      end $$;
    create constraint trigger application_approvals after update of status on application
      deferrable initially deferred for each row when (new.status = 'APPROVED') execute function check_approvals();
  `,
};
