import { type AuditedCall, draftOfMutation, type Outcome } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { gather } from '../../kit/gather.ts';
import { checkKey, hashOf, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { runIndexed } from '../../kit/vault/indexed-statement.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { identityPlace, packIdentity } from '../identity/index.ts';
import { type ProfileInput, type ReferenceData, readStated, type StatedProfile } from '../profile/index.ts';
import { personOf } from './index.ts';
import { refusals } from './participant.refusal.ts';
import { ParticipantStatus } from './participant.status.ts';
import { REGISTER, type RegisterValues } from './register.statement.ts';

export interface RegisterServiceOptions {
  database: Database;
  vault: Vault;
  reference: ReferenceData;
  now: () => Date;
}

type Indexes = Record<'nik_index' | 'kk_index' | 'phone_index' | 'email_index', Buffer>;

type RegisterCall = AuditedCall<keyof RegisterValues>;
type RegisterOutcome = Outcome & { isNew: boolean };

const indexedColumns = {
  nik_index: 'nik',
  kk_index: 'kk',
  phone_index: 'phone',
  email_index: 'email',
  device_index: 'device',
} as const;

/** Each round loses against another call of the same person: there are not more. */
const ROUNDS = 5;

/** The participant as the statement stores it, without reading it back. */
const participantFrom = (id: string, stated: StatedProfile, registeredAt: Date) => ({
  id,
  status: ParticipantStatus.REGISTERED,
  registeredAt,
  version: 1,
  phoneConfirmedAt: null,
  emailConfirmedAt: null,
  name: stated.name,
  workStatus: stated.workStatus,
  regionCode: stated.regionCode,
  education: stated.education,
  occupation: stated.occupation,
  isInFormalEducation: stated.isInFormalEducation,
  motivation: stated.motivation,
  abilityScore: stated.abilityScore,
  abilitySeconds: stated.abilitySeconds,
  interestCodes: stated.interests,
  isSynthetic: stated.isSynthetic,
  nikRegionStatus: stated.nikPlace,
  nikBirthDate: stated.nikBirthDate,
});

export type NewParticipant = ReturnType<typeof participantFrom>;

/** Registers people. */
export class RegisterService {
  readonly #options: RegisterServiceOptions;
  readonly #write: (call: RegisterCall) => Promise<RegisterOutcome>;

  constructor(options: RegisterServiceOptions) {
    this.#options = options;
    this.#write = gather<RegisterCall, RegisterOutcome>({
      run: (calls) => runIndexed(options, { statement: REGISTER, kinds: indexedColumns }, calls),
      keysOf: ({ values }) => [String(values.id)],
    });
  }

  /**
   * Makes the caller a participant, in one statement with others who register at this moment. Whose the NIK is, the civil
   * registry is asked afterwards.
   * @returns the new participant; null when this call was made before under its key
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, ALREADY_REGISTERED,
   * and the codes of `profile.refusal.ts` for wrong values
   */
  async register(caller: Caller, key: string, input: ProfileInput): Promise<NewParticipant | null> {
    const id = personOf(caller);
    checkKey(key);
    const { reference, now } = this.#options;
    const at = now();
    const stated = readStated(input, await reference.codes(), jakartaDayAfter(at, 0));
    const draft = draftOfMutation();
    const sealed = this.#sealed(id, stated);
    const body_hash = bodyHash(stated, sealed);
    const device_index = caller.device ? this.#options.vault.blindIndex('device', caller.device) : null;
    const values = { ...statedValues(stated), ...sealed, id, key, registered_at: at, device_index, body_hash };
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = round === 0 ? {} : await this.#sealedWithKnownKey(id, stated);
      const { code, isNew } = await this.#write({ draft, values: { ...values, ...own } });
      if (code === null) return isNew ? participantFrom(id, stated, at) : null;
      if (code !== 'AGAIN') throw refusalOf(code);
    }
    throw new Error('registerParticipant lost every race');
  }

  #record({ nik, kk, phone, email }: StatedProfile) {
    return packIdentity({
      nik: new Secret('nik', nik),
      kk: new Secret('kk', kk),
      phone: new Secret('phone', phone),
      email: new Secret('email', email),
    });
  }

  #sealed(id: string, stated: StatedProfile) {
    const { vault } = this.#options;
    const { key, stored } = vault.newSubject(id);
    return {
      kek_id: stored.kekId,
      wrapped: stored.wrapped,
      sealed: key.seal(identityPlace(id), this.#record(stated)),
      nik_index: vault.blindIndex('nik', stated.nik),
      kk_index: vault.blindIndex('kk', stated.kk),
      phone_index: vault.blindIndex('phone', stated.phone),
      email_index: vault.blindIndex('email', stated.email),
    };
  }

  /** Something else may have been sealed for the person before: that key counts. */
  async #sealedWithKnownKey(id: string, stated: StatedProfile) {
    const { database, vault } = this.#options;
    const value = { ...identityPlace(id), value: this.#record(stated) };
    const client = await database.pool.connect();
    try {
      const [sealed] = await vault.seal(client, [value]);
      return { kek_id: null, wrapped: null, sealed };
    } finally {
      client.release();
    }
  }
}

/** Returns what a repeated call is recognised by: with the blind indexes of what must not be guessed from a hash. */
const bodyHash = ({ nikBirthDate: _, ...stated }: StatedProfile, indexes: Indexes): Buffer => {
  const { nik_index, kk_index, phone_index, email_index } = indexes;
  const [nik, kk, phone, email] = [nik_index, kk_index, phone_index, email_index].map((index) =>
    index.toString('base64url'),
  );
  return hashOf({ ...stated, nik, kk, phone, email });
};

const statedValues = (stated: StatedProfile) => ({
  name: stated.name,
  birth_date: stated.birthDate,
  region_code: stated.regionCode,
  sex: stated.sex,
  work_status: stated.workStatus,
  education: stated.education,
  occupation: stated.occupation,
  is_in_formal_education: stated.isInFormalEducation,
  motivation: stated.motivation,
  ability_score: stated.abilityScore,
  ability_seconds: stated.abilitySeconds,
  interests: stated.interests,
  is_synthetic: stated.isSynthetic,
  nik_place: stated.nikPlace,
  nik_birth_date: stated.nikBirthDate,
});

const refusalOf = (code: string) =>
  code === 'IDEMPOTENCY_KEY_REUSED' ? keyRefusals.reused() : refusals.alreadyRegistered();
