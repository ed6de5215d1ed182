import type { Text } from '../../kit/language.ts';
import { type AlumniOffer, alumniOffers } from './offers.data.ts';

/** What a person's offers depend on. */
export interface OfferFacts {
  status: string;
  workStatus: string;
  interestCodes: readonly string[];
}

export type OfferAccess = 'OPEN' | 'AFTER_FIRST_CERTIFICATE' | 'REVOKED' | 'BARRED';

const explanations: Record<OfferAccess, Text> = {
  OPEN: {
    en: 'You hold a certificate: these offers are open to you.',
    id: 'Anda sudah memiliki sertifikat: penawaran ini terbuka untuk Anda.',
  },
  AFTER_FIRST_CERTIFICATE: {
    en: 'Offers for alumni open with the certificate of your first course. `alumniOffers` shows what awaits you.',
    id: 'Penawaran alumni terbuka setelah Anda memperoleh sertifikat pelatihan pertama. Lihat `alumniOffers`.',
  },
  REVOKED: {
    en: 'Offers are for alumni. Your participation was revoked, since no course was bought in time.',
    id: 'Penawaran ini untuk alumni. Kepesertaan Anda dicabut karena tidak membeli pelatihan tepat waktu.',
  },
  BARRED: {
    en: 'Offers are for alumni. You were found on a list of people whom the programme is not for.',
    id: 'Penawaran ini untuk alumni. Anda tercatat dalam daftar yang tidak dapat mengikuti program.',
  },
};

const isOpenOn = (day: string, { opensOn, closesOn }: AlumniOffer) =>
  (opensOn === null || opensOn <= day) && (closesOn === null || day <= closesOn);

/** Returns what is offered to alumni on a day of Asia/Jakarta (`YYYY-MM-DD`), in order of code. */
export const offersOn = (day: string, kind: AlumniOffer['kind'] | null): AlumniOffer[] =>
  alumniOffers.filter((offer) => isOpenOn(day, offer) && (kind === null || offer.kind === kind));

const isFor = ({ workStatuses, skills }: AlumniOffer, { workStatus, interestCodes }: OfferFacts) =>
  (workStatuses.length === 0 || workStatuses.includes(workStatus)) &&
  (skills.length === 0 || skills.some((code) => interestCodes.includes(code)));

/** Decides whether the offers are open to a person, and says why. */
export const accessOf = ({ status }: OfferFacts): { access: OfferAccess; explanation: Text } => {
  const closed = status === 'REVOKED' || status === 'BARRED' ? status : 'AFTER_FIRST_CERTIFICATE';
  const access = status === 'ALUMNI' ? 'OPEN' : closed;
  return { access, explanation: explanations[access] };
};

/** Returns the offers that are open to a person on a day: none for those who are no alumni. */
export const offersFor = (person: OfferFacts, day: string): AlumniOffer[] =>
  person.status === 'ALUMNI' ? offersOn(day, null).filter((offer) => isFor(offer, person)) : [];
