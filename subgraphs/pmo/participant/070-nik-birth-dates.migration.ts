import { Migration } from '@mikro-orm/migrations';

export class NikBirthDates extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // The civil registry corrects birth dates and never the NIK. Until now another date was refused: everybody's agrees.
    this.addSql(`alter table participant add column nik_birth_date date,
      add constraint participant_nik_birth_date_ck check (nik_birth_date <> birth_date) not valid`);
    this.addSql(`create index participant_nik_birth_date_ix on participant (id) where nik_birth_date is not null`);
  }
}
