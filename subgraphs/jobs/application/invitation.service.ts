import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { knownPseudonyms, openPseudonyms } from '../alumnus/index.ts';
import { lockPortal } from '../portal/index.ts';
import { waitForErasures } from '../profile/index.ts';
import { applicantOf, portalOf } from './application.policy.ts';
import { refusals } from './application.refusal.ts';
import {
  type ApplicationCall,
  type ApplicationService,
  type KeyedApplicationCall,
  readMessage,
} from './application.service.ts';
import { ANSWER, COUNT_INVITATIONS, INVITE, LOCK_INVITATION, LOCK_VACANCY } from './application.statement.ts';
import { InvitationStatus, transition } from './invitation.status.ts';

export const MOST_PSEUDONYMS = 50;
/** Invitations that a portal sends on a day, unless the environment says otherwise. */
export const DAILY_INVITATIONS = 200;
export const MESSAGE = { least: 10, most: 1_000 };
/** How long a person has to answer. */
export const ANSWER_DAYS = 14;
const DAY_MS = 86_400_000;

const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface NewInvitations {
  vacancyId: string;
  pseudonyms: readonly string[];
  message: string;
}

/** What became of one pseudonym; invited says only that a search of the portal showed it. */
export interface InvitedPseudonym {
  pseudonym: string;
  isInvited: boolean;
}

interface InvitationOptions {
  now: () => Date;
  /** Invitations that a portal sends on a day of Asia/Jakarta. */
  limit: number;
  applications: ApplicationService;
}

/** Passes on invitations of portals, and takes the answers of people. */
export class InvitationService {
  readonly #options: InvitationOptions;

  constructor(options: InvitationOptions) {
    this.#options = options;
  }

  /**
   * Invites alumni whom the portal found to apply for a vacancy of its own. Whether a person reads it depends on their
   * consent to invitations. The portal learns neither that nor whether a pseudonym leads to anybody still: that of a
   * canary, and of who has left, is kept like any other, for nobody.
   * @throws Refusal FORBIDDEN, PSEUDONYMS_OUT_OF_RANGE, MESSAGE_MALFORMED, VACANCY_UNKNOWN, VACANCY_NOT_OPEN,
   * OWN_PORTAL_SUSPENDED, INVITATION_QUOTA_REACHED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async invite(
    em: EntityManager,
    { vacancyId, pseudonyms: asked, message: text }: NewInvitations,
    { caller, key }: KeyedApplicationCall,
  ): Promise<{ vacancy: string; invited: InvitedPseudonym[] }> {
    const portal = portalOf(caller);
    const pseudonyms = asked.map((pseudonym) => pseudonym.toLowerCase());
    const isListed = pseudonyms.length >= 1 && pseudonyms.length <= MOST_PSEUDONYMS;
    if (!isListed || new Set(pseudonyms).size < pseudonyms.length) throw refusals.pseudonyms(MOST_PSEUDONYMS);
    const message = typedWithin(text, MESSAGE);
    if (message === null) throw refusals.message(MESSAGE.least, MESSAGE.most);
    if (!isUuid(vacancyId)) throw refusals.vacancyUnknown();
    const vacancy = vacancyId.toLowerCase();
    touched('Vacancy', vacancy);
    const body = { vacancy, pseudonyms, message };
    return em.transactional((tx) =>
      once(tx, { caller: portal, operation: 'inviteAlumni', key, body }, async () => {
        await waitForErasures(tx);
        await this.#checkVacancy(tx, portal, vacancy);
        const names = await this.#send(tx, { portal, vacancy, pseudonyms, message });
        return { vacancy, invited: pseudonyms.map((pseudonym) => ({ pseudonym, isInvited: names.has(pseudonym) })) };
      }),
    );
  }

  /** Keeps invitations; returns the pseudonyms that a search of the portal showed. */
  async #send(
    tx: EntityManager,
    { portal, vacancy, pseudonyms, message }: { portal: string; vacancy: string } & Omit<NewInvitations, 'vacancyId'>,
  ): Promise<Set<string>> {
    const { limit, now } = this.#options;
    const at = now();
    const known = await knownPseudonyms(tx, { portal, pseudonyms });
    // Every pseudonym counts, so that guessing is not free, and the cap does not tell which of them are known.
    const canaries = known.filter(({ isCanary }) => isCanary).length;
    const counted = [portal, this.today, pseudonyms.length, canaries, limit];
    if ((await execute(tx, COUNT_INVITATIONS, counted)).rows.length === 0) throw refusals.invitationQuota(limit);
    const opened = await openPseudonyms(tx, { portal, pseudonyms, now: at });
    const people = new Map(opened.map(({ pseudonym, participantId }) => [pseudonym, participantId]));
    const names = known.map(({ pseudonym }) => pseudonym);
    const ids = names.map(() => uuidv7(at.getTime()));
    const until = new Date(at.getTime() + ANSWER_DAYS * DAY_MS);
    const invited = names.map((name) => people.get(name) ?? null);
    await execute(tx, INVITE, [invited, names, ids, vacancy, portal, message, at, until]);
    return new Set(names);
  }

  async #checkVacancy(tx: EntityManager, portal: string, vacancy: string): Promise<void> {
    const found = await lockPortal(tx, portal);
    if (found?.isSuspended) throw refusals.portalSuspended();
    const [row] = (await execute(tx, LOCK_VACANCY, [vacancy, NOBODY])).rows;
    if (row?.portal !== portal) throw refusals.vacancyUnknown();
    if (!row.isShown) throw refusals.vacancyNotOpen();
  }

  /** Invitations that a portal sends on a day of Asia/Jakarta. */
  get limit(): number {
    return this.#options.limit;
  }

  /** The day of Asia/Jakarta whose quota is used now. */
  get today(): string {
    return jakartaDayAfter(this.#options.now(), 0);
  }

  /** When the quota begins anew: midnight in Jakarta. */
  get resetsAt(): Date {
    return new Date(`${jakartaDayAfter(this.#options.now(), 1)}T00:00:00+07:00`);
  }

  /**
   * Answers an invitation of the caller's own: accepting applies for the vacancy, and shows the portal who it is.
   * @throws Refusal FORBIDDEN, INVITATION_UNKNOWN, INVITATION_TRANSITION_ILLEGAL, VACANCY_NOT_OPEN, MESSAGE_MALFORMED
   */
  async answer(
    em: EntityManager,
    { id: invitationId, accept, message: text }: { id: string; accept: boolean; message?: string | null },
    { caller, requestId }: ApplicationCall,
  ): Promise<string> {
    const participant = applicantOf(caller);
    const message = readMessage(text);
    if (!isUuid(invitationId)) throw refusals.invitationUnknown();
    const id = invitationId.toLowerCase();
    touched('Invitation', id);
    return em.transactional(async (tx) => {
      const at = this.#options.now();
      const [found] = (await execute(tx, LOCK_INVITATION, [id, participant])).rows;
      if (!found) throw refusals.invitationUnknown();
      const hasLapsed = found.status === 'SENT' && found.until <= at;
      const to = accept ? InvitationStatus.ACCEPTED : InvitationStatus.DECLINED;
      transition(hasLapsed ? InvitationStatus.LAPSED : InvitationStatus[found.status], to);
      const application = accept
        ? (await this.#options.applications.submit(tx, { participant, vacancy: found.vacancy, message, requestId })).id
        : null;
      await execute(tx, ANSWER, [participant, id, to, application, at]);
      return id;
    });
  }
}
