import type { JsonWebKey } from 'node:crypto';
import type { Database } from '../../../subgraphs/kit/database.ts';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import type { GrantService } from '../../../subgraphs/payments/balance/grant.service.ts';
import type { PurchaseCodeService } from '../../../subgraphs/payments/purchase/code.service.ts';
import { PurchaseTokens } from '../../../subgraphs/training/enrollment/purchase-token.ts';

/** A seat that waits to be paid, with the code of its person. */
export interface BenchSeat {
  participant: string;
  token: string;
  code: string;
}

interface Shop {
  database: Database;
  services: { grants: GrantService; purchaseCodes: PurchaseCodeService };
  key: JsonWebKey & { kid: string };
  codeOf(enrollment: string, sealed: string): string;
}

const SEALED = `select data ->> 'enrollment' as enrollment, data ->> 'sealedCode' as sealed from event_outbox
  where type = 'payments.purchase-code.requested' and data ->> 'enrollment' = any($1::text[])`;

const HOUR_MS = 3_600_000;
const CHUNK = 1_000;

/** New people with balances, each with a seat and a code that was sent. */
export const seatsOf = async (
  { database, services, key, codeOf }: Shop,
  { size, waves }: { size: number; waves: number },
): Promise<BenchSeat[]> => {
  const em = () => database.orm.em.fork();
  const people = Array.from({ length: size }, () => uuidv7());
  const instalments = { amount: 600_000, instalments: 1 };
  const chunks = Math.max(waves, Math.ceil(size / CHUNK));
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const participants = people.filter((_, index) => index % chunks === chunk);
    const wave = 1_000 + (chunk % waves);
    const data = { wave, trainingBalance: 3_500_000, incentive: instalments, survey: instalments, participants };
    const event = { id: uuidv7(), requestid: 'bench-0001', time: new Date().toISOString() } as never;
    if (participants.length > 0) await em().transactional((tx) => services.grants.grant(tx, data, event));
  }
  const tokens = new PurchaseTokens(key);
  const now = new Date();
  const offers = people.map((participant) => {
    const course = { course: uuidv7(), courseVersion: 1, schedule: null, platform: uuidv7(), institution: uuidv7() };
    const enrollment = uuidv7();
    const expiresAt = new Date(now.getTime() + HOUR_MS);
    const claims = { enrollment, participant, ...course, price: 300_000n, issuedAt: now, expiresAt };
    return { enrollment, participant, token: tokens.sign(claims) };
  });
  const batch = 50;
  for (let from = 0; from < offers.length; from += batch) {
    const some = offers.slice(from, from + batch);
    await Promise.all(
      some.map(({ participant, token }) => {
        const caller = { id: participant, org: null, can: (scope: string) => scope === 'self' };
        return services.purchaseCodes.request(em(), token, { caller, requestId: 'bench-0001', language: 'id' });
      }),
    );
  }
  const { rows } = await database.pool.query<{ enrollment: string; sealed: string }>(SEALED, [
    offers.map(({ enrollment }) => enrollment),
  ]);
  const sealed = new Map(rows.map((row) => [row.enrollment, row.sealed]));
  return offers.map(({ enrollment, participant, token }) => ({
    participant,
    token,
    code: codeOf(enrollment, sealed.get(enrollment) ?? ''),
  }));
};
