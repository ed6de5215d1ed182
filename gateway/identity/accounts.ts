import type { Pool } from 'pg';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { type Role, scopesOf } from '../../subgraphs/kit/scopes.ts';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { SettledIndexes } from '../../subgraphs/kit/vault/settled-indexes.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Cipher } from './cipher.ts';
import { MAY_SIGN_IN } from './clients.ts';
import type { Email, Phone } from './contact.ts';
import { hashPassword, SALT_BYTES } from './password.ts';
import type { Queries } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

export interface Account {
  kind: 'PARTICIPANT' | 'OFFICER' | 'DEVELOPER';
  /** The `sub` of its tokens; for a participant, the participant's id. */
  subject: string;
  /** The `org` of its tokens; a participant has none. */
  organizationId: string | null;
  /** The role of a developer's organisation; null for others, who have that of their kind. */
  role: string | null;
  /** The scopes that a developer's invitation gave; null for others, who have all of their role. */
  scopes: readonly string[] | null;
  /** Time of its organisation's suspension: older sessions and refresh tokens are void. */
  signedOutAt: Date | null;
}

/** An account with the credentials of its holder. */
export interface OfficerAccount extends Account {
  passwordHash: string;
  totpSecret: Buffer;
}

export interface NewOfficer {
  subject: string;
  organizationId: string;
  email: Email;
  password: Secret;
  totpSecret: Buffer;
}

export interface AccountsOptions {
  pool: Pool;
  index: BlindIndex;
  indexes: SettledIndexes;
  cipher: Cipher;
  surroundings: Surroundings;
}

const COLUMNS = `kind, subject, organization_id as "organizationId", role, scopes,
  (select signed_out_at from organization where organization.id = organization_id) as "signedOutAt"`;
/** Random bytes of a UUIDv7. */
const RANDOM_BYTES = 10;

const BY_PHONE = `select ${COLUMNS} from account where phone_index = $1 and ${MAY_SIGN_IN}`;

const FIRST_SIGN_IN = `insert into account (kind, subject, phone_index, created_at) values ('PARTICIPANT', $1, $2, $3)
  on conflict (phone_index) do nothing`;

/** What the TOTP secret of an account is sealed for. */
export const secretPlace = (subject: string) => `account.totp_secret.${subject}`;

export const roleOf = ({ kind, role }: Account): Role => {
  if (kind === 'DEVELOPER') return role as Role;
  return kind === 'OFFICER' ? 'officer' : 'participant';
};

/** What the tokens of an account can hold: of a developer, what the invitation gave and the role may still have. */
export const scopesOfAccount = (account: Account): string[] => {
  const ofRole = scopesOf(roleOf(account));
  return account.scopes === null ? ofRole : ofRole.filter((scope) => account.scopes?.includes(scope));
};

/** People who can sign in. Searches do not find suspended accounts, nor accounts of suspended organisations. */
export class Accounts {
  readonly #options: AccountsOptions;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  /**
   * The account of a phone that was just proven; the first time it is made. Both take the same two statements.
   * Undefined for one that may not sign in.
   * @param phone its blind index
   */
  async provenPhone(phone: Buffer): Promise<Account | undefined> {
    const { surroundings } = this.#options;
    const now = surroundings.now();
    const subject = uuidv7(now.getTime(), surroundings.randomBytes(RANDOM_BYTES));
    return this.#settled('phone', phone, async (queries, index) => {
      await queries.query(FIRST_SIGN_IN, [subject, index, now]);
      return (await queries.query<Account>(BY_PHONE, [index])).rows[0];
    });
  }

  async bySubject(subject: string): Promise<Account | undefined> {
    return this.#one<Account>(`select ${COLUMNS} from account where subject = $1 and ${MAY_SIGN_IN}`, subject);
  }

  /** @param email its blind index */
  officerByEmail(email: Buffer): Promise<OfficerAccount | undefined> {
    return this.#settled('email', email, (queries, index) => this.#officer(queries, 'email_index', index));
  }

  officerBySubject(subject: string): Promise<OfficerAccount | undefined> {
    return this.#officer(this.#options.pool, 'subject', subject);
  }

  /** Says whether the step of a TOTP is new: a code that was seen over a shoulder lets nobody in again. */
  async useTotpStep(subject: string, step: number): Promise<boolean> {
    const { rowCount } = await this.#options.pool.query(
      'update account set totp_step = $2 where subject = $1 and (totp_step is null or totp_step < $2)',
      [subject, step],
    );
    return rowCount === 1;
  }

  /** Makes the account, or gives an existing one the new phone number. */
  async putParticipant({ subject, phone }: { subject: string; phone: Phone }): Promise<void> {
    const { index, surroundings } = this.#options;
    await this.#settled('phone', index('phone', phone), (queries, phoneIndex) =>
      queries.query(
        `insert into account (kind, subject, phone_index, created_at) values ('PARTICIPANT', $1, $2, $3)
         on conflict (subject) do update set phone_index = excluded.phone_index`,
        [subject, phoneIndex, surroundings.now()],
      ),
    );
  }

  /** Makes the account, or gives an existing one the new credentials. */
  async putOfficer({ subject, organizationId, email, password, totpSecret }: NewOfficer): Promise<void> {
    const { index, cipher, surroundings } = this.#options;
    const passwordHash = await hashPassword(password.reveal(), surroundings.randomBytes(SALT_BYTES));
    const sealed = cipher.seal(totpSecret.toString('base64url'), secretPlace(subject));
    const now = surroundings.now();
    await this.#settled('email', index('email', email), (queries, emailIndex) =>
      queries.query(
        `insert into account (kind, subject, organization_id, email_index, password_hash, totp_secret, created_at)
       values ('OFFICER', $1, $2, $3, $4, $5, $6)
       on conflict (subject) do update set organization_id = excluded.organization_id,
         email_index = excluded.email_index, password_hash = excluded.password_hash, totp_secret = excluded.totp_secret`,
        [subject, organizationId, emailIndex, passwordHash, sealed, now],
      ),
    );
  }

  /** Looks for an account, or writes it, by the index that counts now; while its key is rotated in a transaction. */
  async #settled<T>(
    kind: 'phone' | 'email',
    index: Buffer,
    work: (queries: Queries, settled: Buffer) => Promise<T>,
  ): Promise<T> {
    const { pool, indexes } = this.#options;
    if (!indexes.isRotating) return work(pool, indexes.newest(kind, index));
    const client = await pool.connect();
    try {
      await client.query('begin');
      const [settled = index] = await indexes.ofStored(client, [{ kind, index }]);
      const result = await work(client, settled);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // With the connection goes its transaction.
      client.release(true);
      throw error;
    }
  }

  async #one<T>(text: string, value: unknown): Promise<T | undefined> {
    const { rows } = await this.#options.pool.query(text, [value]);
    return rows[0] as T | undefined;
  }

  async #officer(
    queries: Queries,
    column: 'email_index' | 'subject',
    value: unknown,
  ): Promise<OfficerAccount | undefined> {
    const { rows } = await queries.query<Account & { passwordHash: string; sealed: Buffer }>(
      `select ${COLUMNS}, password_hash as "passwordHash", totp_secret as sealed
       from account where ${column} = $1 and kind in ('OFFICER', 'DEVELOPER') and ${MAY_SIGN_IN}`,
      [value],
    );
    const [found] = rows;
    if (!found) return undefined;
    const { sealed, ...account } = found;
    const totpSecret = Buffer.from(this.#options.cipher.open(sealed, secretPlace(account.subject)), 'base64url');
    return { ...account, totpSecret };
  }
}
