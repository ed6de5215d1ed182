import { createHash, createHmac } from 'node:crypto';
import type { Database, Queries } from '../database.ts';
import { decideEligibility } from '../eligibility/index.ts';
import { consentText, type OfferClaims, type OfferTokens } from '../offer/index.ts';
import { type Product, productAt } from '../product/index.ts';
import { refusal } from '../refusal.ts';
import type { Actor, Application, LoanPurpose } from './application.entity.ts';
import { NO_STANDING, standingsOf } from './application.loader.ts';
import { addChange, applicationRows, lockApplication, moveApplication } from './application.statement.ts';
import { isOpen } from './application.status.ts';

export interface ApplicationInput {
  offer: string;
  amount: bigint;
  termMonths: number;
  purpose: LoanPurpose;
  consent: { purpose: string; textVersion: string };
}

export interface ApplicationServiceOptions {
  database: Database;
  tokens: OfferTokens;
  now: () => Date;
  /** Makes the names under which the credit bureau knows people. */
  borrowerKey: Buffer;
  /** How long the credit bureau is tried. */
  checkForMs: number;
  /** Called when an application waits for the credit bureau. */
  onSubmitted?: () => void;
}

const ADD = `insert into application (participant_id, subject, borrower, amount, term_months, purpose, product,
    officers_needed, certificate_count, work_status, status, submitted_at, next_try_at, check_by, idempotency_key, input_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'SUBMITTED', $11, $11, $12, $13, $14) returning id`;
const ADD_CONSENT = `insert into consent (application_id, purpose, text_version, granted_at) values ($1, $2, $3, $4)`;
const ADD_OFFER = `insert into offer (application_id, source, offered_on, applied_on)
  select $1, 'GRAPH', day, day from (select ($2::timestamptz at time zone 'Asia/Jakarta')::date as day)`;
const END_CONSENT = 'update consent set withdrawn_at = $2 where application_id = $1 and withdrawn_at is null';
// Whoever applies twice at once waits for the first.
const LOCK_PERSON = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';

const hashOf = (input: ApplicationInput): string => {
  const { offer, amount, termMonths, purpose, consent } = input;
  const stated = [offer, String(amount), termMonths, purpose, consent.purpose, consent.textVersion];
  return createHash('sha256').update(JSON.stringify(stated)).digest('hex');
};

const checkInput = (input: ApplicationInput, { least, ceiling, longestTermMonths }: Product): void => {
  const { amount, termMonths, consent } = input;
  if (amount < least || amount > ceiling) throw refusal('KUR_AMOUNT_OUT_OF_RANGE', ['input', 'amount']);
  if (termMonths < 1 || termMonths > longestTermMonths) throw refusal('KUR_TERM_OUT_OF_RANGE', ['input', 'termMonths']);
  if (consent.textVersion !== consentText().version)
    throw refusal('KUR_CONSENT_TEXT_OUTDATED', ['input', 'consent', 'textVersion']);
};

const applicant = (subject: string): Actor => ({ kind: 'APPLICANT', subject });

/** Applying, and taking back. */
export class ApplicationService {
  readonly #options: ApplicationServiceOptions;

  constructor(options: ApplicationServiceOptions) {
    this.#options = options;
  }

  /** @throws Refusal */
  apply = async (input: ApplicationInput, key: string, subject: string): Promise<Application> => {
    if (!/^[\x20-\x7e]{1,128}$/.test(key)) throw refusal('KUR_KEY_INVALID', ['idempotencyKey']);
    const { database, onSubmitted } = this.#options;
    const applied = await database.transaction(async (queries) => {
      await queries.rows(LOCK_PERSON, [subject]);
      const hash = hashOf(input);
      return (
        (await this.#earlier(queries, { key, hash, subject })) ?? this.#add(queries, { input, key, hash, subject })
      );
    });
    onSubmitted?.();
    return applied;
  };

  /** @throws Refusal */
  withdraw = (id: string, subject: string): Promise<Application> =>
    this.#end(id, subject, async (queries, application, at) => {
      const move = { to: 'WITHDRAWN', by: applicant(subject), at, reasons: ['TAKEN_BACK'] } as const;
      return moveApplication(queries, application, move);
    });

  /** @throws Refusal */
  withdrawConsent = (id: string, subject: string): Promise<Application> =>
    this.#end(id, subject, async (queries, application, at) => {
      const move = { to: 'WITHDRAWN', by: applicant(subject), at, reasons: ['CONSENT_WITHDRAWN'] } as const;
      return isOpen(application.status) ? moveApplication(queries, application, move) : application;
    });

  async #earlier(
    queries: Queries,
    { key, hash, subject }: { key: string; hash: string; subject: string },
  ): Promise<Application | undefined> {
    const where = 'where subject = $1 and idempotency_key = $2 and ($3::text is null or input_hash = $3)';
    const [known] = await applicationRows(queries, where, [subject, key, null]);
    if (!known) return undefined;
    const [same] = await applicationRows(queries, where, [subject, key, hash]);
    if (!same) throw refusal('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey']);
    return same;
  }

  async #add(
    queries: Queries,
    { input, key, hash, subject }: { input: ApplicationInput; key: string; hash: string; subject: string },
  ): Promise<Application> {
    const { tokens, now, checkForMs } = this.#options;
    const at = now();
    const product = productAt(at);
    const offer = tokens.read(input.offer, subject);
    await queries.rows(LOCK_PERSON, [offer.participantId]);
    checkInput(input, product);
    await this.#demandEligible(queries, offer, { product, amount: input.amount });
    const [added] = await queries.rows<{ id: string }>(ADD, [
      offer.participantId,
      subject,
      this.#borrowerOf(offer.participantId),
      input.amount,
      input.termMonths,
      input.purpose,
      product.version,
      input.amount <= product.oneOfficerUpTo ? 1 : 2,
      offer.certificateCount,
      offer.workStatus,
      at,
      new Date(at.getTime() + checkForMs),
      key,
      hash,
    ]);
    const id = added?.id ?? '';
    await queries.rows(ADD_CONSENT, [id, input.consent.purpose, input.consent.textVersion, at]);
    await addChange(queries, { id, from: 'NONE' }, { to: 'SUBMITTED', by: applicant(subject), at });
    await queries.rows(ADD_OFFER, [id, at]);
    return (await lockApplication(queries, id)) as Application;
  }

  async #demandEligible(
    queries: Queries,
    { participantId, certificateCount, workStatus }: OfferClaims,
    { product, amount }: { product: Product; amount: bigint },
  ): Promise<void> {
    const standing = (await standingsOf(queries, [participantId])).get(participantId) ?? NO_STANDING;
    const { reasons, most } = decideEligibility({ certificateCount, workStatus }, standing, product);
    if (reasons.includes('APPLICATION_OPEN')) throw refusal('KUR_APPLICATION_OPEN');
    if (reasons.includes('CEILING_REACHED')) throw refusal('KUR_CEILING_REACHED', ['input', 'amount']);
    if (reasons.length > 0) throw refusal('KUR_NOT_ELIGIBLE', ['input', 'offer']);
    if (amount > most) throw refusal('KUR_CEILING_REACHED', ['input', 'amount']);
  }

  #borrowerOf(participantId: string): string {
    return createHmac('sha256', this.#options.borrowerKey).update(participantId).digest('base64url');
  }

  async #end(
    id: string,
    subject: string,
    end: (queries: Queries, application: Application, at: Date) => Promise<Application>,
  ): Promise<Application> {
    return this.#options.database.transaction(async (queries) => {
      const application = await lockApplication(queries, id);
      // Whose it is not learns nothing.
      if (application?.subject !== subject) throw refusal('KUR_APPLICATION_UNKNOWN', ['id']);
      const at = this.#options.now();
      const ended = await end(queries, application, at);
      await queries.rows(END_CONSENT, [id, at]);
      return (await lockApplication(queries, id)) ?? ended;
    });
  }
}
