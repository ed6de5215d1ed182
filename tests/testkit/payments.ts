import 'reflect-metadata';
import fastify from 'fastify';
import { graphql } from 'graphql';
import { expect, onTestFinished } from 'vitest';
import { contextOf, entitiesOf, handlersOf, migrationsOf, servicesOf } from '../../subgraphs/kit/assembly.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { type Database, openDatabase } from '../../subgraphs/kit/database.ts';
import { CONTENT_TYPE } from '../../subgraphs/kit/events/envelope.ts';
import type { EventDefinition } from '../../subgraphs/kit/events/event.ts';
import { eventInbox } from '../../subgraphs/kit/events/inbox.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { signatureHeaders } from '../../subgraphs/kit/events/signature.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { countStatements } from '../../subgraphs/kit/statements.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { recipientsAnnounced } from '../../subgraphs/payments/balance/grant.events.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudget } from '../../subgraphs/payments/ledger/budget.service.ts';
import { invariants } from '../../subgraphs/payments/ledger/ledger.invariants.ts';
import { recipientsRevoked } from '../../subgraphs/payments/revocation/revoke.events.ts';
import { auditTrail } from './audit-trail.ts';
import { databaseFrom } from './database.ts';
import { SECRET, silent } from './event-secret.ts';
import { schemaFor } from './schema.ts';

import { keysOf, randomSigningKey } from './vault.ts';

export const requestId = 'request-0001';
const keys = keysOf('2026-01');
/** The variables of a test's payments: no partner pays anything. */
export const paymentsEnv = {
  IDENTITY_READS_PER_DAY: 1_000_000,
  VAULT_KEYS: keys,
  EVENT_SUBSCRIBERS: [],
  PURCHASE_TOKEN_PUBLIC_KEY: [randomSigningKey()],
  PAYMENT_PARTNERS: [],
  LIVE_PAYMENT_PARTNERS: [],
};
export const vault = new Vault(keys);
/** The year whose budget a test's database has. */
export const testYear = Number(jakartaDayAfter(new Date(), 0).slice(0, 4));
export const TEN_TRILLION = 10_000_000_000_000n;

const open = (url: string) =>
  openDatabase({ url, name: 'test', entities: entitiesOf(payments), migrations: migrationsOf(payments) });

/** The database of payments with one budget, open until the test ends. */
export const paymentsDatabase = async (amount = TEN_TRILLION) => {
  const url = await databaseFrom('payments', async (template) => {
    const database = await open(template);
    await migrate(database);
    await database.close();
  });
  const database = await open(url);
  onTestFinished(() => database.close());
  const query = async <T>(text: string, values: unknown[] = []) =>
    (await database.pool.query(text, values)).rows as T[];
  await database.orm.em
    .fork()
    .transactional((em) => postBudget(em, { year: testYear, amount, from: `${testYear}-01-01` }, requestId));
  return { ...database, query };
};

export type PaymentsDatabase = Awaited<ReturnType<typeof paymentsDatabase>>;

export const people = (count: number) => Array.from({ length: count }, () => uuidv7());

/** Expects every invariant of the ledger to hold. */
export const expectInvariants = async ({ query }: Pick<PaymentsDatabase, 'query'>) => {
  const broken = await Promise.all(invariants.map(async ({ name, sql }) => ({ name, rows: await query(sql) })));
  expect(broken.filter(({ rows }) => rows.length > 0)).toEqual([]);
};

const now = () => new Date().toISOString();

interface Announcement {
  participants: readonly string[];
  wave?: number;
  trainingBalance?: number;
  id?: string;
  time?: string;
  /** Takes the awards instead of announcing them. */
  isRevoked?: boolean;
}

/** The services of payments over a database. */
const servicesFor = (
  database: Database,
  { log = silent, limit = 1_000_000 }: { log?: Logger; limit?: number } = {},
) => {
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const audit = auditTrail(database);
  const env = { ...paymentsEnv, IDENTITY_READS_PER_DAY: limit } as never;
  return servicesOf(payments, { database, outbox, audit, log, now: () => new Date(), env });
};

/** The inbox of payments; the answered function delivers one signed event of pmo and answers the HTTP status. */
export const paymentsEvents = async (database: Database, log = silent) => {
  const { orm } = database;
  const server = fastify();
  onTestFinished(() => server.close());
  const handlers = handlersOf(payments, servicesFor(database, { log }));
  await server.register(eventInbox({ orm, publishers: [{ name: 'pmo', secret: SECRET }], handlers, logger: silent }));
  return async ({ type, schemaUri }: EventDefinition, data: object, { id = uuidv7(), time = now() } = {}) => {
    const payload = JSON.stringify({
      specversion: '1.0',
      id,
      source: 'pmo',
      type,
      time,
      datacontenttype: 'application/json',
      dataschema: schemaUri,
      requestid: requestId,
      data,
    });
    const headers = { 'content-type': CONTENT_TYPE, ...signatureHeaders(SECRET, { id, body: payload }) };
    return (await server.inject({ method: 'POST', url: '/events', headers, payload })).statusCode;
  };
};

/** Announces awards, or revokes them, by the inbox. */
export const paymentsInbox = async (database: Database, log = silent) => {
  const send = await paymentsEvents(database, log);
  const instalments = { incentive: { amount: 600_000, instalments: 1 }, survey: { amount: 50_000, instalments: 2 } };
  return ({ participants, wave = 1001, trainingBalance = 1_000_000, ...event }: Announcement) => {
    const { id = uuidv7(), time = now(), isRevoked = false } = event;
    const data = { wave, policyVersion: '2023', trainingBalance, ...instalments, at: time, participants };
    return send(isRevoked ? recipientsRevoked : recipientsAnnounced, data, { id, time });
  };
};

export const callerWith = (id: string | null, ...scopes: string[]): Caller => ({
  id,
  org: null,
  can: (scope) => scopes.includes(scope),
});

const schema = schemaFor(payments);

/** Runs one operation as the gateway would send it; `statements` is what it cost. */
export const askPayments =
  (database: Database, caller: Caller, limit = 1_000_000) =>
  async (source: string, variableValues: Record<string, unknown>) => {
    const tally = { statements: 0 };
    const contextValue = contextOf(payments, servicesFor(database, { limit }))({ caller, requestId, language: 'en' });
    const run = () => graphql({ schema, source, variableValues, contextValue });
    const { data, errors = [] } = await countStatements(tally, run);
    return { data, codes: errors.map(({ extensions }) => extensions.code), statements: tally.statements };
  };
