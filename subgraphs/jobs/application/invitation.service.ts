import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { openPseudonyms } from '../alumnus/index.ts';
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
import { ANSWER, INVITE, LOCK_INVITATION, LOCK_VACANCY } from './application.statement.ts';
import { InvitationStatus, transition } from './invitation.status.ts';

export const MOST_PSEUDONYMS = 50;
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

/** What became of one pseudonym; invited says only that the portal's search shows it. */
export interface InvitedPseudonym {
  pseudonym: string;
  isInvited: boolean;
}

interface InvitationOptions {
  now: () => Date;
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
   * consent to invitations, which the portal does not learn.
   * @throws Refusal FORBIDDEN, PSEUDONYMS_OUT_OF_RANGE, MESSAGE_MALFORMED, VACANCY_UNKNOWN, VACANCY_NOT_OPEN,
   * OWN_PORTAL_SUSPENDED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
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
        const at = this.#options.now();
        const opened = await openPseudonyms(tx, { portal, pseudonyms, now: at });
        const until = new Date(at.getTime() + ANSWER_DAYS * DAY_MS);
        const people = opened.map(({ participantId }) => participantId);
        const names = opened.map(({ pseudonym }) => pseudonym);
        const ids = opened.map(() => uuidv7(at.getTime()));
        await execute(tx, INVITE, [people, names, ids, vacancy, portal, message, at, until]);
        const invited = pseudonyms.map((pseudonym) => ({ pseudonym, isInvited: names.includes(pseudonym) }));
        return { vacancy, invited };
      }),
    );
  }

  async #checkVacancy(tx: EntityManager, portal: string, vacancy: string): Promise<void> {
    const found = await lockPortal(tx, portal);
    if (found?.isSuspended) throw refusals.portalSuspended();
    const [row] = (await execute(tx, LOCK_VACANCY, [vacancy, NOBODY])).rows;
    if (row?.portal !== portal) throw refusals.vacancyUnknown();
    if (!row.isShown) throw refusals.vacancyNotOpen();
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
