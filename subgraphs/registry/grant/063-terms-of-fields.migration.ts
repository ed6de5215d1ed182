import { Migration } from '@mikro-orm/migrations';

const ON_TERMS = ['REQUIRE_FIELDS', 'ADD_FIELDS', 'SHARE_FIELDS', 'OVERRIDE_FIELDS', 'PROVIDE_FIELDS', 'TAKE_FIELDS'];

/** Personal data that a partner answers or takes needs terms as well as what it is sent. */
const STATEMENTS = [
  'alter table ownership_grant drop constraint ownership_grant_permissions_check',
  `alter table ownership_grant add constraint ownership_grant_permissions_check
    check (cardinality(permissions) between 1 and 12)`,
  'alter table ownership_grant drop constraint ownership_grant_terms_ck',
  `alter table ownership_grant add constraint ownership_grant_terms_ck check (
    num_nulls(data_class, data_purpose, is_consent_needed) = 3
    or (num_nulls(data_class, data_purpose, is_consent_needed, fields) = 0
      and cardinality(permissions) = 1 and permissions <@ '{${ON_TERMS.join(',')}}'))`,
];

export class TermsOfFields extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
