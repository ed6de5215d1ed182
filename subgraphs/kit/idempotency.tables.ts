/** The table of mutations that were done under a key, one statement; list it in a migration of the subgraph. */
export const idempotencyTables = (): string[] => [
  `create table idempotency_key (
    caller text not null,
    operation text not null,
    key text not null check (char_length(key) between 8 and 128),
    body_hash bytea not null check (octet_length(body_hash) = 32),
    answer jsonb,
    created_at timestamptz not null default now(),
    primary key (caller, operation, key)
  )`,
];
