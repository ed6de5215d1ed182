import { Migration } from '@mikro-orm/migrations';

// Facts of very many people are the same: each is kept once, and a decision names it by its hash.
const facts = `create table policy_facts (
  hash bytea primary key check (hash = sha256(convert_to(facts, 'UTF8'))),
  facts text not null
)`;

const decisions = `create table policy_decision (
  id uuid not null default uuidv7(),
  wave_number integer not null,
  participant_id uuid not null,
  purpose text not null check (purpose in ('JOIN', 'SCREEN', 'ANNOUNCE', 'PAYMENT')),
  policy_version text not null,
  facts_hash bytea not null check (octet_length(facts_hash) = 32),
  reasons text[] not null,
  as_of date not null,
  decided_at timestamptz not null,
  primary key (participant_id, id, wave_number)
) partition by list (wave_number)`;

const refuseChange = `create function refuse_decision_change() returns trigger language plpgsql as $$
begin
  raise exception 'decisions are append-only: % of % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$`;

const guard = `create function guard_decision(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger refuse_truncate before truncate on %s
    for each statement execute function refuse_decision_change()', target);
  execute format('revoke update, delete, truncate on %s from current_user', target);
end $$`;

// Attached, not created as a partition: joins of other waves go on meanwhile.
const createPartition = `create function create_decision_partition(number integer) returns void language plpgsql as $$
declare
  target text := 'policy_decision_w' || number;
begin
  execute format('create table %I (like policy_decision including defaults including constraints)', target);
  perform guard_decision(target::regclass);
  execute format('alter table policy_decision attach partition %I for values in (%s)', target, number);
end $$`;

const followWave = `create function create_decision_partition_of_wave() returns trigger language plpgsql as $$
begin
  perform create_decision_partition(new.number);
  return null;
end $$`;

const refuseRowChange = (table: string) => `create trigger refuse_change before update or delete on ${table}
  for each row execute function refuse_decision_change()`;

// By the person first: a lookup of all lists of a NIK, and of all waves of a person, is then one descent, and
// registrations need no second index for it. What is unique stays the same.
const keysByPerson = [
  'alter table barred_entry drop constraint barred_entry_pkey, add primary key (nik_index, list)',
  'alter table registration drop constraint registration_pkey, add primary key (participant_id, wave_number)',
  'drop index registration_participant_ix',
];

export class PolicyDecisions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of keysByPerson) this.addSql(statement);
    this.addSql(facts);
    this.addSql(decisions);
    this.addSql(refuseChange);
    this.addSql(guard);
    for (const table of ['policy_facts', 'policy_decision']) {
      this.addSql(refuseRowChange(table));
      this.addSql(`select guard_decision('${table}')`);
    }
    this.addSql(createPartition);
    this.addSql(followWave);
    this.addSql(`create trigger create_decision_partition after insert on wave
      for each row execute function create_decision_partition_of_wave()`);
    this.addSql('select create_decision_partition(number) from wave');
  }
}
