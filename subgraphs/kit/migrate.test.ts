import { Migration } from '@mikro-orm/migrations';
import { expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

class Slow extends Migration {
  override up(): void {
    this.addSql('select pg_sleep(0.3)');
    this.addSql('create table once (id int)');
  }
}

test('processes that start together migrate once', async () => {
  const url = await createDatabase('migrate');
  const open = () => openDatabase({ url, name: 'test', entities: [], migrations: [{ name: '001-slow', class: Slow }] });
  const databases = await Promise.all([open(), open(), open()]);
  await Promise.all(databases.map(migrate));
  const done = await databases[0]?.rows({ name: 'done', text: 'select name from mikro_orm_migrations' });
  expect(done).toEqual([{ name: '001-slow' }]);
  await Promise.all(databases.map((database) => database.close()));
});
