import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { SettledIndexes } from '../../subgraphs/kit/vault/settled-indexes.ts';
import { secretPlace } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Cipher } from './cipher.ts';
import type { Email } from './contact.ts';
import { REMEMBERED_MS } from './erasure.ts';
import { hashPassword, SALT_BYTES } from './password.ts';
import type { Queries } from './queries.ts';
import type { Surroundings } from './surroundings.ts';
import { matchingStep } from './totp.ts';
import type { Place } from './work-queue.ts';

/** Somebody may make an account for an organisation, once, with the link's secret and for one address. */
export interface Invitation {
  developer: string;
  organization: string;
  role: string;
  scopes: readonly string[];
  secretHash: string;
  addressProof: string;
  until: Date;
}

const KEEP = `insert into invitation (developer, organization_id, role, scopes, secret_hash, address_proof, until)
  select $1, $2, $3, $4, $5, $6, $7 where not exists (select from departed_developer where developer = $1)
  on conflict (developer) do nothing`;

export const keepInvitation = async (queries: Queries, invitation: Invitation): Promise<void> => {
  const { developer, organization, role, scopes, secretHash, addressProof, until } = invitation;
  await queries.query(KEEP, [developer, organization, role, scopes, secretHash, addressProof, until]);
};

// Its tokens are refused by gateways as those of erased people are, until the last of them has expired.
const DEPART = [
  'insert into departed_developer (developer, departed_at) values ($1, $2) on conflict do nothing',
  'delete from invitation where developer = $1',
  `delete from account where subject = $1 and kind = 'DEVELOPER'`,
];
const REFUSE = `insert into erased_subject (subject, erased_at, until) values ($1, $2, $3)
  on conflict (subject) do update set erased_at = excluded.erased_at, until = excluded.until`;

/** Ends the account, its sessions and its tokens; a link that was not used is void. */
export const departDeveloper = async (queries: Queries, developer: string, now: Date): Promise<void> => {
  const [remember, uninvite, close] = DEPART;
  await queries.query(remember ?? '', [developer, now]);
  await queries.query(uninvite ?? '', [developer]);
  await queries.query(close ?? '', [developer]);
  await queries.query(REFUSE, [developer, now, new Date(now.getTime() + REMEMBERED_MS)]);
};

export interface Acceptance {
  secret: string;
  email: Email;
  password: Secret<'password'>;
  totpSecret: Buffer;
  code: string;
}

export type AcceptanceEnd = 'accepted' | 'notInvited' | 'locked' | 'wrongCode' | 'addressTaken';

interface InvitationsOptions {
  pool: Pool;
  index: BlindIndex;
  indexes: SettledIndexes;
  cipher: Cipher;
  attempts: Attempts;
  surroundings: Surroundings;
}

const OPEN = `select address_proof as "addressProof" from invitation where secret_hash = $1 and used_at is null
  and until > $2`;

const USE = `update invitation set used_at = $2 where secret_hash = $1 and used_at is null and until > $2
    and not exists (select from organization where id = organization_id and status = 'SUSPENDED')
  returning developer, organization_id as organization, role, scopes, address_proof as "addressProof"`;

const ADD = `insert into account
    (kind, subject, organization_id, email_index, password_hash, totp_secret, totp_step, role, scopes, created_at)
  values ('DEVELOPER', $1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (email_index) do nothing`;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

const isFor = (proof: string, secret: string, email: Email): boolean => {
  const given = Buffer.from(createHmac('sha256', secret).update(email.reveal()).digest('base64url'));
  const expected = Buffer.from(proof);
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** Invitations and the accounts that are made by them. */
export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /**
   * Makes the account, once. An unknown link, one that was used or has ended and another address are one answer: who
   * found a link learns nothing by it.
   */
  async accept(acceptance: Acceptance, place: Place): Promise<AcceptanceEnd> {
    const { pool, surroundings, attempts, index } = this.#options;
    const { secret, email, password, totpSecret, code } = acceptance;
    const now = surroundings.now();
    const { rows } = await pool.query<Pick<Invitation, 'addressProof'>>(OPEN, [hashOf(secret), now]);
    const [open] = rows;
    if (!open) return 'notInvited';
    // Who has the link may not try all the addresses of an organisation.
    const tried = index('place', `invitation\0${hashOf(secret)}`);
    if (!(await attempts.take(tried)).isAllowed) return 'locked';
    if (!isFor(open.addressProof, secret, email)) return 'notInvited';
    await attempts.clear(tried);
    const step = matchingStep(totpSecret, code, surroundings.now());
    if (step === undefined) return 'wrongCode';
    const salt = surroundings.randomBytes(SALT_BYTES);
    const passwordHash = await place.run(() => hashPassword(password.reveal(), salt));
    const client = await pool.connect();
    try {
      await client.query('begin');
      const end = await this.#add(client, { ...acceptance, passwordHash, step });
      await client.query(end === 'accepted' ? 'commit' : 'rollback');
      client.release();
      return end;
    } catch (error) {
      // With the connection goes its transaction.
      client.release(true);
      throw error;
    }
  }

  async #add(
    client: PoolClient,
    { secret, email, totpSecret, passwordHash, step }: Acceptance & { passwordHash: string; step: number },
  ): Promise<AcceptanceEnd> {
    const { index, indexes, cipher, surroundings } = this.#options;
    const now = surroundings.now();
    const [address] = await indexes.ofStored(client, [{ kind: 'email', index: index('email', email) }]);
    const { rows } = await client.query<Omit<Invitation, 'secretHash' | 'until'>>(USE, [hashOf(secret), now]);
    const [found] = rows;
    if (!found || !isFor(found.addressProof, secret, email)) return 'notInvited';
    const { developer, organization, role, scopes } = found;
    const sealed = cipher.seal(totpSecret.toString('base64url'), secretPlace(developer));
    const facts = [developer, organization, address, passwordHash, sealed, step, role, scopes, now];
    const { rowCount } = await client.query(ADD, facts);
    return rowCount === 1 ? 'accepted' : 'addressTaken';
  }
}
