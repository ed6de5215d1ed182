import type { Outcome } from '../../kit/audit/statement.ts';
import { runAudited } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { identityPlace, packIdentity } from '../identity/identity.service.ts';
import type { RegisterParticipantInput } from './participant.input.ts';
import { type NewParticipant, ParticipantStatus } from './participant.status.ts';
import { personOf } from './person.service.ts';
import type { ReferenceData } from './reference.ts';
import { REGISTER } from './register.statement.ts';
import { refusals } from './registration.refusal.ts';
import { readStated, type Stated } from './stated.ts';

export interface RegisterServiceOptions {
  database: Database;
  vault: Vault;
  reference: ReferenceData;
  now: () => Date;
  /** Tries a day: with one NIK, whoever calls, and by one caller beyond that. */
  triesPerDay?: { nik: number; caller: number };
}

type Indexes = Record<'nikIndex' | 'kkIndex' | 'phoneIndex' | 'emailIndex', Buffer>;

const DAY_MS = 86_400_000;
/** Each round loses against another call of the same person: there are not more. */
const ROUNDS = 5;

/** Under what a person's tries are counted, apart from the 16 bytes of a NIK's index. */
export const subjectOf = (participantId: string): Buffer => Buffer.from(`caller ${participantId}`);

const asParticipant = (id: string, stated: Stated, registeredAt: Date): NewParticipant => ({
  ...{ id, registeredAt, version: 1, phoneConfirmedAt: null, emailConfirmedAt: null },
  status: ParticipantStatus.REGISTERED,
  ...{ name: stated.name, workStatus: stated.workStatus, regionCode: stated.regionCode },
  ...{ education: stated.education, occupation: stated.occupation, motivation: stated.motivation },
  ...{ isInFormalEducation: stated.isInFormalEducation },
  ...{ abilityScore: stated.abilityScore, abilitySeconds: stated.abilitySeconds },
  ...{ interestCodes: stated.interests, isSynthetic: stated.isSynthetic },
});

/** Registers people. */
export class RegisterService {
  readonly #options: Required<RegisterServiceOptions>;

  constructor(options: RegisterServiceOptions) {
    this.#options = { triesPerDay: { nik: 5, caller: 10 }, ...options };
  }

  /**
   * Makes the caller a participant, in one statement. A NIK that another participant holds is answered like a free one.
   * @returns the new participant; null when this call was made before under its key
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, ALREADY_REGISTERED,
   * TOO_MANY_ATTEMPTS, and the codes of `registration.refusal.ts` for wrong values
   */
  async register(caller: Caller, key: string, input: RegisterParticipantInput): Promise<NewParticipant | null> {
    const id = personOf(caller);
    checkKey(key);
    const { database, reference, now } = this.#options;
    const at = now();
    const stated = readStated(input, await reference.codes(), jakartaDayAfter(at, 0));
    const values = { ...this.#sealed(id, stated), ...this.#call(id, key, at) };
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = round === 0 ? values : { ...values, ...(await this.#sealedWithKnownKey(id, stated)) };
      const { code, isNew } = await runAudited<Outcome & { isNew: boolean }, string>(database, REGISTER, {
        ...stated,
        ...own,
        bodyHash: this.#bodyHash(stated, values),
      });
      if (code === null) return isNew ? asParticipant(id, stated, at) : null;
      if (code !== 'AGAIN') throw refusalOf(code);
    }
    throw new Error('registerParticipant lost every race');
  }

  #call(id: string, key: string, now: Date) {
    const { nik, caller } = this.#options.triesPerDay;
    const until = new Date(now.getTime() + DAY_MS);
    const subject = { callerId: id, callerSubject: subjectOf(id) };
    return { id, key, now, until, ...subject, nikLimit: nik, callerLimit: caller };
  }

  #record({ nik, kk, phone, email }: Stated) {
    return packIdentity({
      nik: new Secret('nik', nik),
      kk: new Secret('kk', kk),
      phone: new Secret('phone', phone),
      email: new Secret('email', email),
    });
  }

  #sealed(id: string, stated: Stated) {
    const { vault } = this.#options;
    const { key, stored } = vault.newSubject(id);
    return {
      ...stored,
      sealed: key.seal(identityPlace(id), this.#record(stated)),
      nikIndex: vault.blindIndex('nik', stated.nik),
      kkIndex: vault.blindIndex('kk', stated.kk),
      phoneIndex: vault.blindIndex('phone', stated.phone),
      emailIndex: vault.blindIndex('email', stated.email),
    };
  }

  /** Something else may have been sealed for the person before: that key counts. */
  async #sealedWithKnownKey(id: string, stated: Stated) {
    const { database, vault } = this.#options;
    const value = { ...identityPlace(id), value: this.#record(stated) };
    const client = await database.pool.connect();
    try {
      const [sealed] = await vault.seal(client, [value]);
      return { kekId: null, wrapped: null, sealed };
    } finally {
      client.release();
    }
  }

  /** By the indexes of what must not be guessed from a hash. */
  #bodyHash(stated: Stated, indexes: Indexes) {
    const { nikIndex, kkIndex, phoneIndex, emailIndex } = indexes;
    const [nik, kk, phone, email] = [nikIndex, kkIndex, phoneIndex, emailIndex].map((index) =>
      index.toString('base64url'),
    );
    return hashOf({ ...stated, nik, kk, phone, email });
  }
}

const refusalOf = (code: string) => {
  if (code === 'IDEMPOTENCY_KEY_REUSED') return keyRefusals.reused();
  if (code === 'ALREADY_REGISTERED') return refusals.alreadyRegistered();
  return refusals.tooManyAttempts(['input', 'nik']);
};
