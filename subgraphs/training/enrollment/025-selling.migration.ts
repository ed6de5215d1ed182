import { Migration } from '@mikro-orm/migrations';

export class Sales extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`alter table enrollment
      add column released_at timestamptz,
      add column release_reason text
        check (release_reason in ('CANCELLED', 'EXPIRED', 'REVOKED', 'VOIDED', 'CLASS_CANCELLED')),
      add column voucher_hash bytea check (octet_length(voucher_hash) = 32),
      add constraint enrollment_released_ck check ((released_at is null) = (release_reason is null))`);
    // Holds that may be over, of all and of one class: both are short, since a hold lasts minutes.
    this.addSql(`create index enrollment_hold_ix on enrollment (hold_until) where status = 'RESERVED'`);
    this.addSql(`create index enrollment_class_hold_ix on enrollment (schedule_id, hold_until)
      where status = 'RESERVED' and schedule_id is not null`);
    this.addSql('create index enrollment_voucher_ix on enrollment (voucher_hash) where voucher_hash is not null');
    // One course at a time: the key is the rule.
    this.addSql(`create table open_course (
      participant_id uuid primary key,
      enrollment_id uuid not null,
      opened_at timestamptz not null
    )`);
    this.addSql(`insert into open_course (participant_id, enrollment_id, opened_at)
      select distinct on (participant_id) participant_id, id, reserved_at from enrollment
      where status in ('RESERVED', 'PAID', 'REDEEMED', 'ATTENDING') order by participant_id, id desc`);
  }
}
