import { column, type RowsOf, statement } from '../../kit/statement.ts';

/** Changes whenever the bundle does: by a release, a key that is revoked, a canary and its share. */
export const BUNDLE_VERSION = statement(
  'bundle-version',
  { version: column.text },
  `select concat_ws('-', number, left(supergraph_hash, 16),
      (select count(*) from publisher_key where status = 'REVOKED'),
      (select max(concat_ws('-', left(hash, 16), canary_share)) from subgraph_revision
        where canary_share is not null and status in ('CANARY', 'APPROVED'))) as version
    from release order by number desc limit 1`,
);

const STATED = {
  organization: column.text,
  subgraph: column.text,
  number: column.int4,
  previous: column.text.orNull,
  hash: column.text,
  sdlHash: column.text,
  address: column.text,
  rollbackTo: column.int4.orNull,
  publisherKey: column.text,
  publisherSignature: column.text,
  approverKey: column.text.orNull,
  approverSignature: column.text.orNull,
  isLive: column.bool,
  sdl: column.text.orNull,
} as const;

const WITHHELD = {
  elements: column.textArray.orNull,
  wardenKey: column.text.orNull,
  wardenSignature: column.text.orNull,
} as const;

/**
 * The live revisions, and the statements before each, at most $1 of them: in the order in which the subgraphs were first
 * live, and of each subgraph by number. Only a live one comes with its SDL, and with what is left
 * out of it.
 */
export const SIGNED = statement(
  'bundle-signed',
  { ...STATED, ...WITHHELD },
  `select each.organization, each.subgraph, each.number, each.previous, each.hash, each.sdl_hash as "sdlHash",
      each.address, each.rollback_to as "rollbackTo", each.publisher_key as "publisherKey",
      each.publisher_signature as "publisherSignature", each.approver_key as "approverKey",
      each.approver_signature as "approverSignature", each.status = 'LIVE' as "isLive", sdl.text as sdl,
      withheld.elements, withheld.warden_key as "wardenKey", withheld.warden_signature as "wardenSignature"
    from subgraph_revision as live
    cross join lateral (select min(live_at) as at from subgraph_revision where subgraph = live.subgraph) as first
    join subgraph_revision as each on each.subgraph = live.subgraph
      and each.number between live.number - $1::int and live.number
    left join sdl on sdl.hash = each.sdl_hash and each.status = 'LIVE'
    left join lateral (select elements, warden_key, warden_signature from withholding
      where revision_id = each.id and each.status = 'LIVE' and release is not null
      order by release desc limit 1) as withheld on true
    where live.status = 'LIVE'
    order by first.at, live.subgraph, each.number`,
);

export type LiveRow = RowsOf<typeof SIGNED>;
export type SignedRow = Omit<LiveRow, keyof typeof WITHHELD>;

export const KEYS = statement(
  'bundle-keys',
  {
    id: column.text,
    organization: column.text,
    role: column.text,
    publicKey: column.text,
    isRevoked: column.bool,
  },
  `select id, organization, role, public_key as "publicKey", status = 'REVOKED' as "isRevoked"
    from publisher_key where id = any($1::text[]) order by id`,
);

/**
 * The canary and the statements before it, at most $1, by number. One that is approved by now is a canary until it is
 * live.
 */
export const CANARY = statement(
  'bundle-canary',
  { ...STATED, share: column.int4, canaryKey: column.text.orNull, canarySignature: column.text.orNull },
  `select each.organization, each.subgraph, each.number, each.previous, each.hash, each.sdl_hash as "sdlHash",
      each.address, each.rollback_to as "rollbackTo", each.publisher_key as "publisherKey",
      each.publisher_signature as "publisherSignature", each.approver_key as "approverKey",
      each.approver_signature as "approverSignature", each.status = 'LIVE' as "isLive", sdl.text as sdl,
      coalesce(each.canary_share, 0) as share, each.canary_key as "canaryKey",
      each.canary_signature as "canarySignature"
    from (select subgraph, number from subgraph_revision
      where canary_share is not null and status in ('CANARY', 'APPROVED') order by status, id limit 1) as canary
    join subgraph_revision as each on each.subgraph = canary.subgraph
      and each.number between canary.number - $1::int and canary.number
    left join sdl on sdl.hash = each.sdl_hash and each.number = canary.number
    order by each.number`,
);

export type CanaryRow = RowsOf<typeof CANARY>;
