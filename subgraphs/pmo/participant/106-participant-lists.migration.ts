import { Migration } from '@mikro-orm/migrations';

// For lists of people by how far they have come, everywhere and in one regency: each page is one descent.
const indexes = [
  'create index participant_status_ix on participant (status, id)',
  'create index participant_region_status_ix on participant (region_code, status, id)',
];

export class ParticipantLists extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of indexes) this.addSql(statement);
  }
}
