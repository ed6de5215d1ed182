import { Migration } from '@mikro-orm/migrations';

export class ClassStarts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // The order STARTS_SOON walks along it; the former one lacks the course, by which equal starts are ordered.
    this.addSql(`create index schedule_soon_ix on schedule (starts_at, course_id) where status = 'PUBLISHED'`);
    this.addSql('drop index schedule_start_ix');
    // What search reads of suspended organisations: a few of many.
    this.addSql('create index institution_suspended_ix on institution (id) where is_suspended');
  }
}
