import { createHash } from 'node:crypto';

/** DONE: its effects are committed. REFUSED: an expected "no". FAILED: a bug or an outage. */
export type AuditOutcome = 'DONE' | 'REFUSED' | 'FAILED';

/** What is written down of one mutation; never its arguments. */
export interface AuditEntry {
  id: string;
  /** When the mutation began. */
  at: Date;
  requestId: string;
  callerId: string | null;
  callerOrg: string | null;
  /** The client that the token was issued to. */
  clientId: string | null;
  mutation: string;
  argumentsHash: Buffer;
  /** `Kind:id` of what it touched, as far as the service named it. */
  objects: readonly string[];
  /** Scopes that it asked for: `wave:announce` was there, `!wave:announce` was missing. */
  rules: readonly string[];
  outcome: AuditOutcome;
  /** Code of the refusal or error; null when DONE. */
  code: string | null;
}

/** An entry in its place in the chain. */
export interface ChainedEntry extends AuditEntry {
  /** 1, 2, 3 …, without a gap. */
  seq: bigint;
  chainedAt: Date;
  hash: Buffer;
}

/** What the first entry follows. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** The columns of an entry, under the names of `AuditEntry`. */
export const contentColumns = `id, at, request_id as "requestId", caller_id as "callerId", caller_org as "callerOrg",
  client_id as "clientId", mutation, arguments_hash as "argumentsHash", objects, rules, outcome, code`;

/** One text for one entry, its place included: every column but the hash, in an order that never changes. */
const canonical = (entry: Omit<ChainedEntry, 'hash'>): string =>
  JSON.stringify([
    String(entry.seq),
    entry.chainedAt.toISOString(),
    entry.id,
    entry.at.toISOString(),
    entry.requestId,
    entry.callerId,
    entry.callerOrg,
    entry.clientId,
    entry.mutation,
    entry.argumentsHash.toString('hex'),
    entry.objects,
    entry.rules,
    entry.outcome,
    entry.code,
  ]);

/** SHA-256 over the hash before it (32 bytes) and the entry. */
export const hashOf = (previous: Buffer, entry: Omit<ChainedEntry, 'hash'>): Buffer =>
  createHash('sha256').update(previous).update(canonical(entry)).digest();
