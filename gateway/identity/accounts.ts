import type { Pool } from 'pg';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { type Role, scopesOf } from '../../subgraphs/kit/scopes.ts';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Cipher } from './cipher.ts';
import { MAY_SIGN_IN } from './clients.ts';
import type { Email, Phone } from './contact.ts';
import { hashPassword, SALT_BYTES } from './password.ts';
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
  cipher: Cipher;
  surroundings: Surroundings;
}

const COLUMNS = `kind, subject, organization_id as "organizationId", role, scopes,
  (select signed_out_at from organization where organization.id = organization_id) as "signedOutAt"`;
/** Random bytes of a UUIDv7. */
const RANDOM_BYTES = 10;

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
    const { pool, surroundings } = this.#options;
    const now = surroundings.now();
    const subject = uuidv7(now.getTime(), surroundings.randomBytes(RANDOM_BYTES));
    await pool.query(FIRST_SIGN_IN, [subject, phone, now]);
    return this.#one<Account>(`select ${COLUMNS} from account where phone_index = $1 and ${MAY_SIGN_IN}`, phone);
  }

  async bySubject(subject: string): Promise<Account | undefined> {
    return this.#one<Account>(`select ${COLUMNS} from account where subject = $1 and ${MAY_SIGN_IN}`, subject);
  }

  /** @param email its blind index */
  officerByEmail(email: Buffer): Promise<OfficerAccount | undefined> {
    return this.#officer('email_index', email);
  }

  officerBySubject(subject: string): Promise<OfficerAccount | undefined> {
    return this.#officer('subject', subject);
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
    const { pool, index, surroundings } = this.#options;
    await pool.query(
      `insert into account (kind, subject, phone_index, created_at) values ('PARTICIPANT', $1, $2, $3)
       on conflict (subject) do update set phone_index = excluded.phone_index`,
      [subject, index('phone', phone), surroundings.now()],
    );
  }

  /** Makes the account, or gives an existing one the new credentials. */
  async putOfficer({ subject, organizationId, email, password, totpSecret }: NewOfficer): Promise<void> {
    const { pool, index, cipher, surroundings } = this.#options;
    const passwordHash = await hashPassword(password.reveal(), surroundings.randomBytes(SALT_BYTES));
    const sealed = cipher.seal(totpSecret.toString('base64url'), secretPlace(subject));
    await pool.query(
      `insert into account (kind, subject, organization_id, email_index, password_hash, totp_secret, created_at)
       values ('OFFICER', $1, $2, $3, $4, $5, $6)
       on conflict (subject) do update set organization_id = excluded.organization_id,
         email_index = excluded.email_index, password_hash = excluded.password_hash, totp_secret = excluded.totp_secret`,
      [subject, organizationId, index('email', email), passwordHash, sealed, surroundings.now()],
    );
  }

  async #one<T>(text: string, value: unknown): Promise<T | undefined> {
    const { rows } = await this.#options.pool.query(text, [value]);
    return rows[0] as T | undefined;
  }

  async #officer(column: 'email_index' | 'subject', value: unknown): Promise<OfficerAccount | undefined> {
    const found = await this.#one<Account & { passwordHash: string; sealed: Buffer }>(
      `select ${COLUMNS}, password_hash as "passwordHash", totp_secret as sealed
       from account where ${column} = $1 and kind in ('OFFICER', 'DEVELOPER') and ${MAY_SIGN_IN}`,
      value,
    );
    if (!found) return undefined;
    const { sealed, ...account } = found;
    const totpSecret = Buffer.from(this.#options.cipher.open(sealed, secretPlace(account.subject)), 'base64url');
    return { ...account, totpSecret };
  }
}
