import fastify from 'fastify';
import { graphql } from 'graphql';
import { expect, onTestFinished } from 'vitest';
import { contextOf, handlersOf, invariantsOf, servicesOf } from '../../subgraphs/kit/assembly.ts';
import { withAudit } from '../../subgraphs/kit/audit/mutations.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { CONTENT_TYPE } from '../../subgraphs/kit/events/envelope.ts';
import type { EventDefinition } from '../../subgraphs/kit/events/event.ts';
import { eventInbox } from '../../subgraphs/kit/events/inbox.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { signatureHeaders } from '../../subgraphs/kit/events/signature.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { recipientsAnnounced } from '../../subgraphs/payments/balance/grant.events.ts';
import {
  certificateIssued,
  certificateRevoked,
  courseCompleted,
  courseRated,
  surveySubmitted,
} from '../../subgraphs/payments/entitlement/entitlement.events.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { participantsBarred, participantsReinstated } from '../../subgraphs/payments/freeze/freeze.events.ts';
import { postBudgets } from '../../subgraphs/payments/ledger/budget.service.ts';
import { recipientsRevoked } from '../../subgraphs/payments/revocation/revoke.events.ts';
import { identityAttested } from '../../subgraphs/payments/wallet/wallet.events.ts';
import { auditTrail } from './audit-trail.ts';
import { SECRET, silent } from './event-secret.ts';
import { callerWith, paymentsDatabase, paymentsEnv, requestId, vault } from './payments.ts';
import { schemaFor } from './schema.ts';
import { keysOf } from './vault.ts';

/** A stand-in for what partners know of accounts, by number; a test changes it. */
export interface KnownAccount {
  isActive: boolean;
  nikProof: string | null;
}

const schema = schemaFor(payments);

/** Clock that stands still until a test sets it. */
const settableClock = (start: string) => {
  let at = new Date(start);
  const set = (time: string | Date) => {
    at = new Date(time);
  };
  return { now: () => at, set };
};

export const proofOf = (person: string): string => Buffer.alloc(32, person).toString('base64url');

/** What the wave's recipients are told, by policy. */
export const policies = {
  '2020-B': {
    trainingBalance: 1_000_000,
    incentive: { amount: 600_000, instalments: 4 },
    survey: { amount: 50_000, instalments: 3 },
  },
  '2023': {
    trainingBalance: 3_500_000,
    incentive: { amount: 600_000, instalments: 1 },
    survey: { amount: 50_000, instalments: 2 },
  },
} as const;

/** Payments with a clock, an inbox of pmo and training, and partners that a test makes answers of. */
export const openIncentives = async (start: string, budget?: bigint, keys?: VaultKeys) => {
  const database = await paymentsDatabase(budget);
  // Where money is not the question, every year has some.
  if (budget === undefined) await database.orm.em.fork().transactional((em) => postBudgets(em, requestId));
  const clock = settableClock(start);
  const accounts = new Map<string, KnownAccount | 'SILENT'>();
  const asked: string[] = [];
  const inquirer = (code: string) => ({
    inquireAccount: async (number: string) => {
      asked.push(`${code} ${number}`);
      const known = accounts.get(number) ?? { isActive: false, nikProof: null };
      if (known === 'SILENT') throw new Error('no answer');
      return known;
    },
  });
  const partners = new Map(['bca', 'bni', 'dana', 'gopay', 'ovo'].map((code) => [code, inquirer(code)]));
  const kit = {
    database,
    outbox: createOutbox({ source: 'payments', subscriptions: [] }),
    audit: auditTrail(database),
    log: silent,
    now: clock.now,
    env: { ...paymentsEnv, VAULT_KEYS: keys ?? keysOf('2026-01') } as never,
  };
  const services = servicesOf(payments, kit, {
    partnerAdapters: partners,
    vault: keys ? new Vault(keys) : vault,
  });
  const server = fastify();
  onTestFinished(() => server.close());
  const publishers = ['pmo', 'training'].map((name) => ({ name, secret: SECRET }));
  const handlers = handlersOf(payments, services);
  await server.register(eventInbox({ orm: database.orm, publishers, handlers, logger: silent }));
  const send = async (
    { type, schemaUri }: EventDefinition,
    data: object,
    { id = uuidv7(), time = clock.now().toISOString() } = {},
  ) => {
    const source = type.split('.')[0];
    const envelope = { specversion: '1.0', id, source, type, time, datacontenttype: 'application/json' };
    const payload = JSON.stringify({ ...envelope, dataschema: schemaUri, requestid: requestId, data });
    const headers = { 'content-type': CONTENT_TYPE, ...signatureHeaders(SECRET, { id, body: payload }) };
    return (await server.inject({ method: 'POST', url: '/events', headers, payload })).statusCode;
  };
  const ask = async (caller: Caller, source: string, variableValues: Record<string, unknown> = {}) => {
    const context = withAudit(kit.audit, contextOf(payments, services));
    const contextValue = context({ caller, requestId: crypto.randomUUID(), language: 'en' });
    const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
    return { data: JSON.parse(JSON.stringify(data ?? null)), codes: errors.map(({ extensions }) => extensions.code) };
  };
  return { ...database, services, clock, accounts, asked, partners, send, ask };
};

export type Incentives = Awaited<ReturnType<typeof openIncentives>>;

/** What happens to one recipient, each at a time of its own. */
export const happeningsOf = ({ send, ask, accounts, services }: Incentives, person: string) => {
  const enrollment = uuidv7();
  const certificate = uuidv7();
  const number = `+6284${person.replaceAll(/\D/g, '').slice(-9).padStart(9, '1')}`;
  const course = { participant: person, course: uuidv7() };
  const barred = { list: 'STUDENTS', participants: [person] };
  const self = callerWith(person, 'self');
  return {
    enrollment,
    number,
    announce: (policy: keyof typeof policies, wave: number, time: string) =>
      send(recipientsAnnounced, { wave, policyVersion: policy, ...policies[policy], participants: [person] }, { time }),
    complete: (at: string) => send(courseCompleted, { ...course, enrollment, isFirst: true, score: 80, at }),
    certify: (issuedAt: string, id = certificate, of = enrollment) =>
      send(certificateIssued, {
        certificates: [{ ...course, certificate: id, enrollment: of, skills: ['x'], levels: ['y'], issuedAt }],
        at: issuedAt,
      }),
    annul: (at: string) => send(certificateRevoked, { ...course, certificate, enrollment, reason: 'Forged', at }),
    rate: (at: string, isInTime = true) =>
      send(courseRated, { ...course, enrollment, stars: 5, isFirst: true, isInTime, at }),
    survey: (wave: number, instalment: number, at: string) =>
      send(surveySubmitted, { participant: person, wave, policyVersion: '-', survey: 'S', instalment, at }),
    attest: (at: string) =>
      send(identityAttested, { attestations: [{ participant: person, nikProof: proofOf(person) }], at }),
    bar: (at: string) => send(participantsBarred, { ...barred, version: 1, at }),
    reinstate: (at: string) => send(participantsReinstated, { ...barred, version: 2, at }),
    revoke: (wave: number, at: string) => send(recipientsRevoked, { wave, at, participants: [person] }),
    /** Links an account at DANA and verifies it; its holder's NIK is the person's. */
    wallet: async () => {
      accounts.set(number, { isActive: true, nikProof: proofOf(person) });
      const linked = await ask(self, LINK, { partner: 'dana', number, key: `link-${person}` });
      const verified = await ask(self, VERIFY);
      return [linked.data.linkWallet.refusal?.code ?? null, verified.data.verifyWallet.refusal?.code ?? null];
    },
    recheck: () => services.incentives.recheck(),
  };
};

export const LINK = `mutation ($partner: ID!, $number: String!, $key: String!) {
  linkWallet(input: { partner: $partner, number: $number }, idempotencyKey: $key) {
    wallet { maskedNumber state reason usableFrom partner { code } } refusal { code message }
  }
}`;
export const VERIFY = `mutation {
  verifyWallet { wallet { maskedNumber state reason verifiedAt } refusal { code message } }
}`;

/** What stands due or paid of each person, and what the ledger says that they are owed. */
export const owed = async ({ query }: Pick<Incentives, 'query'>, person: string) => {
  const payouts = await query<{ text: string }>(
    `select entitlement || ' ' || instalment || ' ' || amount || ' '
      || to_char(due_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI') as text
    from disbursement where participant_id = $1 and status <> 'WITHDRAWN' order by entitlement, due_at, instalment`,
    [person],
  );
  const [payable] = await query<{ sum: string }>(
    `select coalesce(sum(amount), 0)::text as sum from posting
    where account_code = 'INCENTIVE_PAYABLE' and participant_id = $1`,
    [person],
  );
  return { payouts: payouts.map(({ text }) => text), payable: Number(payable?.sum) };
};

/** Expects the invariants of payments to hold. */
export const expectKept = async ({ query }: Pick<Incentives, 'query'>) => {
  const broken: string[] = [];
  for (const { name, sql } of invariantsOf(payments)) {
    if ((await query(sql)).length > 0) broken.push(name);
  }
  expect(broken).toEqual([]);
};
