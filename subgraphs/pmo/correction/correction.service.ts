import { touched } from '../../kit/audit/draft.ts';
import { draftOfMutation, type Outcome } from '../../kit/audit/statement.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { checkKey, refusals as keyRefusals } from '../../kit/idempotency.ts';
import { isUuid } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { runIndexed } from '../../kit/vault/indexed-statement.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import type { ReferenceData } from '../profile/index.ts';
import { subjectOf } from '../verification/index.ts';
import { mayCorrect } from './correction.policy.ts';
import { bodyHashOf, heldIn, keyIn, sealedValues } from './correction.record.ts';
import { refusals } from './correction.refusal.ts';
import {
  CORRECT,
  type CorrectionColumn,
  type CorrectionFacts,
  READ_CORRECTION,
  type ReadCorrection,
} from './correction.statement.ts';
import {
  type Correction,
  type CorrectionInput,
  channelsOf,
  correct,
  identityValues,
  readReason,
  readValues,
  type ValueName,
  type Values,
} from './correction.ts';

export interface CorrectionServiceOptions {
  database: Database;
  vault: Vault;
  reference: ReferenceData;
  now: () => Date;
  /** How often a day the civil registry is asked anew about one person, since each answer could tell whose a NIK is. */
  triesPerDay?: number;
}

/** One call, read and checked as far as it can be without looking anything up. */
interface Call {
  id: string;
  callerId: string;
  key: string;
  expectedVersion: number;
  reason: string;
  stated: Partial<Values>;
  bodyHash: Buffer;
}

const DAY_MS = 86_400_000;
/** A round is lost to another call about the same person, or to the civil registry's answer. */
const ROUNDS = 10;

/** Refused by the guard of an identity in a wave, or one of two that wait for each other. */
const lostRaces: readonly unknown[] = ['23001', '40P01'];

const orAgain = (error: { code?: unknown }): Outcome[] => {
  if (lostRaces.includes(error.code)) return [{ code: 'AGAIN' }];
  throw error;
};

/** What the NIK that stays has told before. */
const heldTells = ({ sex, isSynthetic, nikPlace, nikBirthDate }: CorrectionFacts) => ({
  sex,
  isSynthetic,
  nikPlace,
  nikBirthDate,
});

/** What the person is, and what they are in, allows the correction. */
const checkPerson = ({ id, callerId, stated, expectedVersion }: Call, facts: ReadCorrection): CorrectionFacts => {
  const { version, isErased, hasAward, isInWave, isUnconfirmed } = facts;
  if (version === null) throw callerId.toLowerCase() === id ? personRefusals.notRegistered() : refusals.unknown();
  if (isErased) throw refusals.erased();
  if (version !== expectedVersion) throw refusals.versionChanged(version);
  const ofIdentity = identityValues.find((name) => name in stated);
  if (ofIdentity && hasAward) throw refusals.awarded(ofIdentity);
  if (ofIdentity && isInWave && !isUnconfirmed) throw refusals.inWave(ofIdentity);
  return facts as CorrectionFacts;
};

/** What the civil registry is asked about. */
const askedValues: readonly ValueName[] = [...identityValues, 'name'];

const firstAsked = (fields: readonly ValueName[]): string => askedValues.find((name) => fields.includes(name)) ?? 'nik';

/**
 * Whether the registry is asked anew, and whether that counts as a try. What was confirmed stays so under another
 * spelling of the name; whoever is not confirmed could guess at names, too.
 */
const asking = ({ isUnconfirmed }: CorrectionFacts, { values, fields }: Correction) => {
  const isIdentity = identityValues.some((name) => fields.includes(name));
  const isAsked = values.nik !== null && (isIdentity || (isUnconfirmed && fields.includes('name')));
  return { isAsked, isCounted: isAsked && (isUnconfirmed || fields.includes('nik')) };
};

/** Corrects what people stated. */
export class CorrectionService {
  readonly #options: Required<CorrectionServiceOptions>;

  constructor(options: CorrectionServiceOptions) {
    this.#options = { triesPerDay: 3, ...options };
  }

  /**
   * Corrects a registration: one statement reads, one writes. The civil registry is asked anew about another identity.
   * @returns the person's id, also when this call was made before under its key
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, REASON_MALFORMED, CORRECTION_EMPTY,
   * NOT_REGISTERED, PARTICIPANT_UNKNOWN, PARTICIPANT_ERASED, VERSION_CHANGED, IDENTITY_AWARDED, IDENTITY_IN_WAVE,
   * NIK_MISSING, TOO_MANY_ATTEMPTS, and the codes of `profile.refusal.ts` for wrong values
   */
  async correct(caller: Caller, key: string, input: CorrectionInput): Promise<string> {
    const id = (input.participantId ?? caller.id ?? '').toLowerCase();
    if (isUuid(id)) touched('Participant', id);
    if (!caller.id || !mayCorrect(caller, id)) throw refusals.forbidden();
    if (!isUuid(id)) throw refusals.unknown();
    checkKey(key);
    const { vault, reference } = this.#options;
    const { expectedVersion } = input;
    const reason = readReason(input.reason);
    const stated = readValues(input, await reference.codes());
    const bodyHash = bodyHashOf(vault, { id, expectedVersion, reason, stated });
    const call = { id, callerId: caller.id, key, expectedVersion, reason, stated, bodyHash };
    for (let round = 0; round < ROUNDS; round += 1) if (await this.#try(call)) return id;
    throw new Error('correctRegistration lost every race');
  }

  /** False when what was read had changed before it was written. */
  async #try(call: Call): Promise<boolean> {
    const { database, vault, reference, now } = this.#options;
    const { id, callerId, key, bodyHash, stated } = call;
    const [read] = await database.point(READ_CORRECTION, [id, callerId, key, bodyHash]);
    if (!read) throw new Error('correctRegistration read nothing');
    if (read.isSame === false) throw keyRefusals.reused();
    if (read.isSame) return true;
    const facts = checkPerson(call, read);
    const at = now();
    const known = keyIn(vault, id, facts);
    const held = heldIn(facts, { id, key: known });
    const isOfficer = callerId.toLowerCase() !== id;
    const around = { reference: await reference.codes(), today: jakartaDayAfter(at, 0), isOfficer };
    const correction = correct(held, stated, around);
    const values = {
      ...correction.values,
      ...(correction.nikTells ?? heldTells(facts)),
      ...sealedValues(vault, { id, version: call.expectedVersion, held, correction, known }),
      ...this.#parametersOf(call, at),
      ...asking(facts, correction),
      isUnconfirmed: facts.isUnconfirmed,
      fields: correction.fields,
      channels: channelsOf(correction.fields),
    };
    const outcome = runIndexed<Outcome, CorrectionColumn>(
      this.#options,
      { statement: CORRECT, kinds: { nikIndex: 'nik', kkIndex: 'kk', phoneIndex: 'phone', emailIndex: 'email' } },
      [{ draft: draftOfMutation(), values }],
    );
    const [{ code }] = (await outcome.catch(orAgain)) as [Outcome];
    if (code === 'TOO_MANY_ATTEMPTS') throw personRefusals.tooManyAttempts(['input', firstAsked(correction.fields)]);
    return code === null;
  }

  #parametersOf({ id, key, bodyHash, reason, expectedVersion }: Call, now: Date) {
    return {
      id,
      key,
      bodyHash,
      reason,
      version: expectedVersion,
      now,
      until: new Date(now.getTime() + DAY_MS),
      personSubject: subjectOf(id),
      personLimit: this.#options.triesPerDay,
    };
  }
}
