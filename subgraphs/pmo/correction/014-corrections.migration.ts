import { Migration } from '@mikro-orm/migrations';

// Names only; the values are sealed.
const fields = `alter table participant_revision
  add column fields text[] not null check (cardinality(fields) > 0 and fields <@ array['nik', 'kk', 'birthDate', 'name',
    'phone', 'email', 'region', 'education', 'workStatus', 'occupation', 'isInFormalEducation', 'motivation', 'interests'])`;

// Of an erased person the reason goes, in the words that somebody wrote.
const refuseChange = `create function refuse_revision_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    old.reason := '—';
    if new is not distinct from old then return new; end if;
  end if;
  raise exception 'revisions are append-only: % is refused', tg_op using errcode = 'restrict_violation';
end $$`;

// A draw, an award and a place on a family card are an identity's: it stays while they last. The query sees what was
// committed while its row was waited for.
const keepIdentity = `create function keep_identity_in_wave() returns trigger language plpgsql as $$
begin
  if exists (select from kk_claim where participant_id = old.participant_id)
    or exists (select from award_claim where participant_id = old.participant_id) then
    raise exception 'the identity of % is in a wave or awarded', old.participant_id
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$`;

export class Corrections extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(fields);
    this.addSql(refuseChange);
    this.addSql(`create trigger refuse_change before update or delete on participant_revision
      for each row execute function refuse_revision_change()`);
    this.addSql(keepIdentity);
    this.addSql(`create trigger keep_in_wave before update or delete on nik_claim
      for each row execute function keep_identity_in_wave()`);
    this.addSql(`create trigger keep_in_wave before update on participant_identity for each row
      when (old.kk_index is distinct from new.kk_index) execute function keep_identity_in_wave()`);
    // Rows come in the order of time and are pruned by it.
    this.addSql('create index attempt_until_ix on attempt using brin (until)');
  }
}
