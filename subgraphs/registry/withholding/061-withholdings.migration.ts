import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';

const NEVER = 'refuse_withholding_change';

const STATEMENTS = [
  `create table withholding (
    id uuid primary key,
    revision_id uuid not null references subgraph_revision,
    elements text[] not null check (cardinality(elements) between 1 and 10000),
    findings jsonb not null,
    noted_at timestamptz not null,
    -- The release that leaves the elements out, and by whose word; null where nothing could be left out.
    release integer unique references release,
    warden_key text check (warden_key ~ '^[0-9a-f]{64}$'),
    warden_signature text check (warden_signature ~ '^[A-Za-z0-9_-]{86}$'),
    check (num_nulls(release, warden_key, warden_signature) in (0, 3))
  )`,
  'create index withholding_revision_ix on withholding (revision_id, noted_at desc)',
  refuseChange({ name: NEVER, message: `'what was withheld stays so'` }),
  `create trigger refuse_change before update or delete on withholding for each row execute function ${NEVER}()`,
  `create trigger refuse_truncate before truncate on withholding for each statement execute function ${NEVER}()`,
  // Grants that have ended, and whose end was acted on.
  `create table lapsed_grant (
    grant_id uuid primary key references ownership_grant,
    noted_at timestamptz not null
  )`,
];

export class Withholdings extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
