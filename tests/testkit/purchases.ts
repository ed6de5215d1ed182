import { handlersOf } from '../../subgraphs/kit/assembly.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { openFromEvent } from '../../subgraphs/kit/events/sealed.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { invariants as ofBalances } from '../../subgraphs/payments/balance/balance.invariants.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudget } from '../../subgraphs/payments/ledger/budget.service.ts';
import { invariants as ofLedger } from '../../subgraphs/payments/ledger/ledger.invariants.ts';
import { invariants as ofPurchases } from '../../subgraphs/payments/purchase/purchase.invariants.ts';
import { type PurchaseClaims, PurchaseTokens } from '../../subgraphs/training/enrollment/purchase-token.ts';
import { movableClock } from './clock.ts';
import { SECRET } from './event-secret.ts';
import { callerOf, openSubgraph } from './subgraph.ts';
import { randomSigningKey } from './vault.ts';

/** A token that the key of another signs, under the same name of the key. */
export const signedByAnother = (claims: PurchaseClaims, kid: string): string =>
  new PurchaseTokens({ ...randomSigningKey(), kid }).sign(claims);

export const PLATFORM = uuidv7();
export const INSTITUTION = uuidv7();
const HOLD_MS = 15 * 60_000;
const WAVE = 1001;

export const asSelf = (id: string): Caller => callerOf(id, 'self');
export const platformCaller = (org: string): Caller => ({ ...callerOf(`client of ${org}`, 'course:publish'), org });
export const asPlatform = platformCaller(PLATFORM);
export const asOfficer = callerOf('officer', 'course:monitor ledger:read');

const REQUEST = `mutation ($token: String!) {
  requestPurchaseCode(token: $token) { purchaseCode { expiresAt } refusal { code path } } }`;
const AUTHORIZE = `mutation ($token: String!, $code: String!, $invoice: String!) {
  authorizePurchase(token: $token, code: $code, invoice: $invoice) { purchase { id status amount } refusal { code } } }`;
const VOID = `mutation ($id: ID!, $reason: String!) {
  voidPurchase(id: $id, reason: $reason) { purchase { id status } refusal { code } } }`;

interface Answer {
  refusal: { code: string } | null;
}

/** A seat as training has reserved it, with its token. */
export interface Seat {
  enrollment: string;
  participant: string;
  token: string;
}

const openPayments = async (given: object) => {
  const key = randomSigningKey();
  const { d: _private, ...publicKey } = key;
  const clock = movableClock();
  const opened = await openSubgraph('payments', payments, {
    now: clock.now,
    given,
    env: {
      PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
      EVENT_SUBSCRIBERS: JSON.stringify([{ name: 'pmo', url: 'http://pmo.test/events', secret: SECRET }]),
    },
  });
  const { pool, orm } = opened.database;
  const query = async <T>(text: string, values: unknown[] = []) => (await pool.query(text, values)).rows as T[];
  const budget = { year: clock.now().getUTCFullYear(), amount: 10_000_000_000_000n, from: '2026-01-01' };
  await orm.em.fork().transactional((em) => postBudget(em, budget, 'request-0001'));
  return { ...opened, clock, key, query };
};

type OpenShop = Awaited<ReturnType<typeof openPayments>>;

/** Brings events of other subgraphs, and people with balances. */
const eventsTo = ({ database, services, clock }: OpenShop) => {
  const handlers = handlersOf(payments, services);
  /** Brings an event of another subgraph, under an id of its own. */
  const deliver = async (type: string, data: object, time = clock.now().toISOString()) => {
    const handler = handlers.find(({ definition }) => definition.type === type);
    if (!handler) throw new Error(`nobody hears ${type}`);
    const event = { id: uuidv7(), type, requestid: uuidv7(), time };
    const parsed = handler.definition.data.parse(data);
    await database.orm.em.fork().transactional((em) => handler.handle(em, parsed, event as never));
  };
  const instalments = { amount: 600_000, instalments: 1 };
  const announce = (participants: readonly string[], { wave = WAVE, time, balance = 1_000_000 }: Announcement = {}) =>
    deliver(
      'pmo.recipients.announced',
      { wave, trainingBalance: balance, incentive: instalments, survey: instalments, participants },
      time,
    );
  const revoke = (participants: readonly string[], wave = WAVE) =>
    deliver('pmo.recipients.revoked', { wave, at: clock.now().toISOString(), participants });
  const recipients = async (count: number, announced?: Announcement): Promise<string[]> => {
    const people = Array.from({ length: count }, () => uuidv7());
    await announce(people, announced);
    return people;
  };
  const about = ({ enrollment, participant }: Pick<Seat, 'enrollment' | 'participant'>) => ({
    enrollment,
    participant,
    at: clock.now().toISOString(),
  });
  return {
    deliver,
    announce,
    revoke,
    recipients,
    released: (of: Seat, reason = 'EXPIRED') => deliver('training.seat.released', { ...about(of), reason }),
    redeemed: (of: Seat) => deliver('training.voucher.redeemed', about(of)),
    cancelled: (...of: Seat[]) =>
      deliver('training.class.cancelled', {
        at: clock.now().toISOString(),
        enrollments: of.map(({ enrollment, participant }) => ({ enrollment, participant, wasPaid: true })),
      }),
  };
};

/** Requests codes, pays and undoes, as the gateway would send it. */
const callsOf = ({ ask, query }: OpenShop) => {
  const mutate = async (caller: Caller, document: string, variables: object) => {
    const { data, errors } = await ask<Record<string, Answer & { purchase?: { status: string } }>>(
      caller,
      document,
      variables,
    );
    if (errors[0]) throw errors[0];
    const [payload] = Object.values(data);
    return payload?.refusal?.code ?? payload?.purchase?.status ?? 'DONE';
  };
  /** The newest code of an enrolment, as `pmo` opens it. */
  const codeOf = async (enrollment: string): Promise<string> => {
    const [sent] = await query<{ sealed: string }>(
      `select data ->> 'sealedCode' as sealed from event_outbox
        where type = 'payments.purchase-code.requested' and data ->> 'enrollment' = $1 order by id desc limit 1`,
      [enrollment],
    );
    return openFromEvent({ secret: SECRET, purpose: 'purchase code', about: enrollment }, sent?.sealed ?? '');
  };
  const requestCode = (token: string, caller: Caller) => mutate(caller, REQUEST, { token });
  const authorize = (token: string, caller: Caller, { code, invoice = uuidv7() }: { code: string; invoice?: string }) =>
    mutate(caller, AUTHORIZE, { token, code, invoice });
  const askVoid = (id: string, caller: Caller, reason = 'Pembeli salah memilih.') =>
    mutate(caller, VOID, { id, reason });
  /** Requests a code and authorises with it. @returns the purchase's status, or the refusal */
  const buy = async ({ token, participant, enrollment }: Seat, caller = asSelf(participant), invoice = uuidv7()) => {
    const sent = await requestCode(token, asSelf(participant));
    return sent === 'DONE' ? authorize(token, caller, { code: await codeOf(enrollment), invoice }) : sent;
  };
  return { codeOf, requestCode, authorize, askVoid, buy };
};

/** What the database says of balances and purchases. */
const rowsOf = ({ query }: OpenShop) => ({
  balance: async (participant: string) =>
    (
      await query(
        `select spent::int, held::int, returned::int, (granted - spent - held - returned)::int as available
          from training_balance where participant_id = $1`,
        [participant],
      )
    )[0],
  statusOf: async (id: string) =>
    (await query<{ status: string }>('select status from purchase where id = $1', [id]))[0]?.status,
  entries: async () => Number((await query<{ count: string }>('select count(*) from journal_entry'))[0]?.count),
  toldOf: async (enrollment: string) =>
    (
      await query<{ type: string }>(
        `select type from event_outbox where data ->> 'enrollment' = $1
          and type <> 'payments.purchase-code.requested' order by id`,
        [enrollment],
      )
    ).map(({ type }) => type),
  brokenInvariants: async (): Promise<string[]> => {
    const broken: string[] = [];
    for (const { name, sql } of [...ofLedger, ...ofBalances, ...ofPurchases])
      if ((await query(sql)).length > 0) broken.push(name);
    return broken;
  },
});

/** Payments over a database of its own, with training's key, a clock that a test moves, and people with balances. */
export const openPurchases = async (given: object = {}) => {
  const opened = await openPayments(given);
  const { key, clock } = opened;
  const tokens = new PurchaseTokens(key);
  const claimsOf = (participant: string, changes: Partial<PurchaseClaims> = {}): PurchaseClaims => ({
    enrollment: uuidv7(),
    participant,
    course: uuidv7(),
    courseVersion: 1,
    schedule: null,
    platform: PLATFORM,
    institution: INSTITUTION,
    price: 600_000n,
    issuedAt: clock.now(),
    expiresAt: new Date(clock.now().getTime() + HOLD_MS),
    ...changes,
  });
  const seat = (participant: string, changes: Partial<PurchaseClaims> = {}): Seat => {
    const claims = claimsOf(participant, changes);
    return { enrollment: claims.enrollment, participant, token: tokens.sign(claims) };
  };
  return { ...opened, claimsOf, seat, ...eventsTo(opened), ...callsOf(opened), ...rowsOf(opened) };
};

interface Announcement {
  wave?: number;
  time?: string;
  balance?: number;
}
