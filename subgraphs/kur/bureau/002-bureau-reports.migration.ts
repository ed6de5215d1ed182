/** What the credit bureau said; erased when the consent ends or the report expires. */
export const bureauReports = {
  name: '002-bureau-reports',
  sql: `
    create table bureau_report (
      application_id uuid primary key references application,
      round int not null,
      collectibility int not null check (collectibility between 1 and 5),
      open_debt int8 not null check (open_debt >= 0),
      received_at timestamptz not null,
      expires_at timestamptz not null check (expires_at > received_at)
    );
    create index bureau_report_expiry on bureau_report (expires_at);

    -- No report without consent, whatever the service does.
    create function check_consent() returns trigger language plpgsql as $$
      begin
        perform from consent where application_id = new.application_id and withdrawn_at is null for share;
        if not found then
          raise exception 'application % has no consent', new.application_id using errcode = 'check_violation';
        end if;
        return new;
      end $$;
    create trigger bureau_report_consent before insert or update on bureau_report
      for each row execute function check_consent();

    create function erase_report() returns trigger language plpgsql as $$
      begin
        delete from bureau_report where application_id = new.application_id;
        return null;
      end $$;
    create trigger consent_ends after update of withdrawn_at on consent for each row
      when (new.withdrawn_at is not null) execute function erase_report();
  `,
};
