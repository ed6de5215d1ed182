import { Migration } from '@mikro-orm/migrations';

/** The terms on which an owner lets personal data go stand in the grant that lets it go, and stay what was asked for. */
const COLUMNS = `alter table ownership_grant
  add column data_class text check (data_class in ('GENERAL', 'SPECIFIC')),
  add column data_purpose text check (char_length(data_purpose) between 10 and 500),
  add column is_consent_needed boolean,
  add constraint ownership_grant_terms_ck check (
    num_nulls(data_class, data_purpose, is_consent_needed) = 3
    or (num_nulls(data_class, data_purpose, is_consent_needed, fields) = 0 and permissions = '{REQUIRE_FIELDS}'))`;

const GUARD = `create trigger refuse_terms_change before update on ownership_grant for each row
  when ((old.data_class, old.data_purpose, old.is_consent_needed)
    is distinct from (new.data_class, new.data_purpose, new.is_consent_needed))
  execute function refuse_grant_change()`;

export class GrantTerms extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(COLUMNS);
    this.addSql(GUARD);
  }
}
