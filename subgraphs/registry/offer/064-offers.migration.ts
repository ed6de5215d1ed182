import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const ON_TERMS = ['REQUIRE_FIELDS', 'ADD_FIELDS', 'SHARE_FIELDS', 'OVERRIDE_FIELDS', 'PROVIDE_FIELDS', 'TAKE_FIELDS'];

const OFFERS = `create table grant_offer (
  id uuid primary key,
  owner text not null check (char_length(owner) between 1 and 128),
  element text not null check (char_length(element) between 1 and 200),
  permissions text[] not null check (cardinality(permissions) between 1 and 12),
  fields text[] check (cardinality(fields) between 1 and 200),
  -- Whom it is for, by kind and by name; everybody where both are null.
  kinds text[] check (cardinality(kinds) between 1 and 20),
  organizations text[] check (cardinality(organizations) between 1 and 200),
  until_day date,
  reason text not null check (char_length(reason) between 3 and 500),
  data_class text check (data_class in ('GENERAL', 'SPECIFIC')),
  data_purpose text check (char_length(data_purpose) between 10 and 500),
  is_consent_needed boolean,
  status text not null default 'PROPOSED' check (status in ('PROPOSED', 'OPEN', 'WITHDRAWN')),
  offered_by text not null,
  offered_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  withdrawal_reason text check (char_length(withdrawal_reason) between 3 and 500),
  -- Two people of the owner's stand behind each grant that comes of it.
  check (approved_by <> offered_by),
  check (num_nulls(approved_by, approved_at) in (0, 2)),
  check (status <> 'OPEN' or approved_by is not null),
  check (num_nulls(withdrawn_by, withdrawn_at, withdrawal_reason) = case status when 'WITHDRAWN' then 0 else 3 end),
  constraint grant_offer_terms_ck check (
    num_nulls(data_class, data_purpose, is_consent_needed) = 3
    or (num_nulls(data_class, data_purpose, is_consent_needed, fields) = 0
      and cardinality(permissions) = 1 and permissions <@ '{${ON_TERMS.join(',')}}'))
)`;

const FIXED = [
  'id',
  'owner',
  'element',
  'permissions',
  'fields',
  'kinds',
  'organizations',
  'until_day',
  'reason',
  'data_class',
  'data_purpose',
  'is_consent_needed',
  'offered_by',
  'offered_at',
];
const rowOf = (which: string) => `(${FIXED.map((name) => `${which}.${name}`).join(', ')})`;

const GUARDS = [
  refuseChange({ name: 'refuse_offer_change', message: `'an offer stays what it was'` }),
  `create trigger refuse_change before update on grant_offer for each row
    when (${rowOf('old')} is distinct from ${rowOf('new')}
      or (old.approved_by is not null and old.approved_by is distinct from new.approved_by))
    execute function refuse_offer_change()`,
  'create trigger refuse_delete before delete on grant_offer for each row execute function refuse_offer_change()',
];

const MOVES = ['PROPOSED>OPEN', 'PROPOSED>WITHDRAWN', 'OPEN>WITHDRAWN'];

/** What comes of an offer: once for each organisation, so that who lost it does not take it again. */
const ACCEPTED = [
  'alter table ownership_grant add column offer_id uuid references grant_offer',
  `create unique index ownership_grant_offer_uq on ownership_grant (offer_id, grantee) where offer_id is not null`,
  `create trigger refuse_offer_change before update on ownership_grant for each row
    when (old.offer_id is distinct from new.offer_id) execute function refuse_grant_change()`,
];

export class Offers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [OFFERS, ...GUARDS, ...refuseOtherMoves('grant_offer', MOVES), ...ACCEPTED])
      this.addSql(statement);
    this.addSql('create index grant_offer_owner_ix on grant_offer (owner, id desc)');
  }
}
