import { Migration } from '@mikro-orm/migrations';

/** Which organisations the other subgraphs were told of; those that exist already are told afterwards. */
export class OrganizationsTold extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table organization add column is_told boolean not null default false');
    this.addSql('create index organization_untold_ix on organization (id) where not is_told');
  }
}
