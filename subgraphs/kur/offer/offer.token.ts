import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { refusal } from '../refusal.ts';

const claims = z.strictObject({
  /** The name under which this bank knows the person who asks. */
  subject: z.string().min(1),
  participantId: z.string().min(1),
  certificateCount: z.number().int().min(1),
  workStatus: z.string().min(1),
  /** Seconds since 1970. */
  expires: z.number().int(),
});

/**
 * What the owners of the graph vouched for when the person asked: that subject is this participant, and the facts. They
 * answer these to the person alone, so whoever could have an offer made is that person.
 */
export type OfferClaims = z.infer<typeof claims>;

export interface OfferTokens {
  issue(offer: OfferClaims): string;
  /** @throws Refusal KUR_OFFER_INVALID, KUR_OFFER_EXPIRED */
  read(token: string, subject: string): OfferClaims;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Offers that carry themselves: nothing is stored until somebody applies. */
export const createOfferTokens = (key: Buffer, now: () => Date): OfferTokens => {
  const sealOf = (body: string) => createHmac('sha256', key).update(`kur offer v1 ${body}`).digest();
  return {
    issue: (offer) => {
      const body = Buffer.from(JSON.stringify(offer)).toString('base64url');
      return `${body}.${sealOf(body).toString('base64url')}`;
    },
    read: (token, subject) => {
      const invalid = refusal('KUR_OFFER_INVALID', ['input', 'offer']);
      const [body = '', seal = '', ...rest] = token.split('.');
      const wanted = sealOf(body);
      const given = Buffer.from(seal, 'base64url');
      if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(wanted, given)) throw invalid;
      const { data } = claims.safeParse(parsed(body));
      if (!data || data.subject !== subject) throw invalid;
      if (data.expires * 1000 <= now().getTime()) throw refusal('KUR_OFFER_EXPIRED', ['input', 'offer']);
      return data;
    },
  };
};
