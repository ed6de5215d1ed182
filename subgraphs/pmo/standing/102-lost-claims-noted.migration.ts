import { Migration } from '@mikro-orm/migrations';

// Whoever loses the NIK while awarded is judged again: without one they may receive no more.
const note = `create function note_lost_claim() returns trigger language plpgsql as $$
begin
  insert into standing_recheck (participant_id)
  select id from participant where id = old.participant_id and status in ('RECIPIENT', 'ACTIVE', 'ALUMNI', 'BARRED')
  on conflict (participant_id) do nothing;
  return null;
end $$`;

export class LostClaimsNoted extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(note);
    this.addSql(`create trigger note_lost_claim after delete on nik_claim
      for each row execute function note_lost_claim()`);
  }
}
