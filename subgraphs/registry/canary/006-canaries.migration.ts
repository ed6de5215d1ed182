import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const STATES = 'PROPOSED CHECKED CANARY APPROVED LIVE SUPERSEDED REFUSED WITHDRAWN'.split(' ');

const MOVES = [
  'PROPOSED>CHECKED',
  'PROPOSED>REFUSED',
  'PROPOSED>WITHDRAWN',
  'CHECKED>CANARY',
  'CHECKED>APPROVED',
  'CHECKED>REFUSED',
  'CHECKED>WITHDRAWN',
  'CANARY>APPROVED',
  'CANARY>WITHDRAWN',
  'APPROVED>LIVE',
  'APPROVED>REFUSED',
  'APPROVED>WITHDRAWN',
  'LIVE>SUPERSEDED',
];

const COLUMNS = `alter table subgraph_revision
  add canary_share integer check (canary_share between 1 and 50),
  add canary_role text not null default 'APPROVER' check (canary_role = 'APPROVER'),
  add canary_organization text,
  add canary_key text,
  add canary_signature text check (canary_signature ~ '^[A-Za-z0-9_-]{86}$'),
  add canary_by text,
  -- As with an approval: nobody shows callers what they published, and no key signs both.
  add check (canary_by <> proposed_by),
  add check (canary_key <> publisher_key),
  add check (num_nulls(canary_share, canary_organization, canary_key, canary_signature, canary_by) in (0, 5)),
  add check (status <> 'CANARY' or (canary_share is not null and checked_at is not null)),
  add foreign key (canary_key, canary_organization, canary_role) references publisher_key (id, organization, role)`;

const NARROWED = 'refuse_narrower_canary';
const KEPT = 'refuse_canary_step_change';

const STATEMENTS = [
  'alter table subgraph_revision drop constraint subgraph_revision_status_check',
  `alter table subgraph_revision add constraint subgraph_revision_status_check
    check (status in (${STATES.map((state) => `'${state}'`).join(', ')}))`,
  COLUMNS,
  'drop index subgraph_revision_open_uq',
  `create unique index subgraph_revision_open_uq on subgraph_revision (subgraph)
    where status in ('PROPOSED', 'CHECKED', 'CANARY', 'APPROVED')`,
  // Two at a time would need every mixture of both.
  `create unique index subgraph_revision_canary_uq on subgraph_revision (status) where status = 'CANARY'`,
  refuseChange({ name: NARROWED, message: `'the share of a canary only rises'` }),
  // An earlier signature for less still holds: only what rises can be told from what is replayed.
  `create trigger ${NARROWED} before update on subgraph_revision for each row
    when (old.canary_share is not null and (new.canary_share is null or new.canary_share < old.canary_share))
    execute function ${NARROWED}()`,
  `create table canary_step (
    id uuid primary key,
    revision_id uuid not null references subgraph_revision,
    share integer not null check (share between 1 and 50),
    decided_by text not null,
    decided_at timestamptz not null,
    unique (revision_id, share)
  )`,
  'create index canary_step_decided_at_ix on canary_step (decided_at desc)',
  refuseChange({ name: KEPT, message: `'a step of a canary stays as it was'` }),
  `create trigger refuse_change before update or delete on canary_step for each row execute function ${KEPT}()`,
  `create trigger refuse_truncate before truncate on canary_step for each statement execute function ${KEPT}()`,
  'drop trigger refuse_move on subgraph_revision',
  'drop function refuse_subgraph_revision_move()',
  ...refuseOtherMoves('subgraph_revision', MOVES),
];

export class Canaries extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
