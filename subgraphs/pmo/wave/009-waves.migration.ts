import { Migration } from '@mikro-orm/migrations';

// A long step of a wave, worked off in chunks. The row moves with each chunk, in the chunk's transaction: after a kill
// the next process goes on behind the cursor.
const step = `create table wave_step (
  wave_number integer not null references wave,
  step text not null check (step in ('SCREEN', 'FREEZE', 'DRAW', 'ANNOUNCE', 'REVOKE')),
  status text not null check (status in ('RUNNING', 'DONE')),
  done integer not null default 0 check (done >= 0),
  total integer not null check (total >= 0),
  cursor uuid,
  requested_by text not null,
  request_id text not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  error_id uuid,
  primary key (wave_number, step),
  check ((status = 'DONE') = (finished_at is not null))
)`;

// One step of a wave at a time, whoever asks for it.
const oneRunning = `create unique index wave_step_running_uq on wave_step (wave_number) where status = 'RUNNING'`;

// Places come free by revocation, and are given to another wave by a decision only: never more than came free.
const freed = `alter table wave
  add column freed integer not null default 0 check (freed >= 0),
  add column reoffered integer not null default 0,
  add constraint wave_reoffered_ck check (reoffered between 0 and freed)`;

const reoffer = `create table quota_reoffer (
  decision_number text primary key check (char_length(decision_number) between 3 and 100),
  from_wave integer not null references wave,
  to_wave integer not null references wave,
  places integer not null check (places > 0),
  decided_by text not null,
  decided_at timestamptz not null,
  check (from_wave <> to_wave)
)`;

export class Waves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [step, oneRunning, freed, reoffer]) this.addSql(statement);
    // The award stays for ever, and with it the rule of one award a lifetime.
    this.addSql('alter table award_claim add column revoked_at timestamptz');
    this.addSql(
      'create index award_claim_wave_ix on award_claim (wave_number, participant_id) where revoked_at is null',
    );
  }
}
