import { type PageArguments, type RequestFacts, requireScope, requireSubject } from '@prakerja/subgraph-kit';
import type { ApplicationLoaders } from '../application/application.loader.ts';
import { consentText, type OfferTokens } from '../offer/index.ts';
import { pageOf, toConnection } from '../page.ts';
import { productAt } from '../product/index.ts';
import { reasonsIn } from '../reason.ts';
import { decideEligibility, type PersonFacts } from './eligibility.policy.ts';

interface Slice extends RequestFacts {
  bank: { tokens: OfferTokens; now: () => Date };
  loaders: Pick<ApplicationLoaders, 'standingOf' | 'applicationsOf'>;
}

/** A participant as the gateway sends it: the id, and what `@requires` names. */
interface Representation extends Partial<PersonFacts> {
  id: string;
}

const DAY_MS = 86_400_000;

const kurOf = async ({ id, ...given }: Representation, { caller, bank, loaders, language }: Slice) => {
  requireScope(caller, 'self');
  const subject = requireSubject(caller);
  // The gateway gives this bank one name for an account and its participant: another's facts are none.
  const { certificateCount = null, workStatus = null } = id === subject ? given : {};
  const now = bank.now();
  const product = productAt(now);
  const standing = await loaders.standingOf.load(id);
  const { reasons, most } = decideEligibility({ certificateCount, workStatus }, standing, product);
  const kur = { participantId: id, eligible: reasons.length === 0, reasons: reasonsIn(reasons, language), offer: null };
  if (reasons.length > 0 || certificateCount === null || workStatus === null) return kur;
  const { least, longestTermMonths } = product;
  const validUntil = new Date(now.getTime() + DAY_MS);
  const expires = Math.floor(validUntil.getTime() / 1000);
  const token = bank.tokens.issue({ subject, participantId: id, certificateCount, workStatus, expires });
  const { version, purpose, text } = consentText();
  const consent = { version, purpose, text: text[language] };
  return { ...kur, offer: { token, validUntil, least, most, longestTermMonths, consent } };
};

export const eligibilityResolvers = {
  Participant: { kur: (participant: Representation, _: unknown, context: Slice) => kurOf(participant, context) },
  Kur: {
    applications: async ({ participantId }: { participantId: string }, args: PageArguments, { loaders }: Slice) => {
      const page = pageOf(args);
      return toConnection(await loaders.applicationsOf.load({ participantId, page }), page);
    },
  },
};
