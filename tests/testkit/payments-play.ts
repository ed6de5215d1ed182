import { handlersOf, workOf } from '../../subgraphs/kit/assembly.ts';
import { openFromEvent } from '../../subgraphs/kit/events/sealed.ts';
import { FencedWork } from '../../subgraphs/kit/fenced-work.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudgets } from '../../subgraphs/payments/ledger/budget.service.ts';
import type { PartnerAdapters } from '../../subgraphs/payments/partner/index.ts';
import { PurchaseTokens } from '../../subgraphs/training/enrollment/purchase-token.ts';
import { SECRET } from './event-secret.ts';
import { openSubgraph } from './subgraph.ts';
import { randomSigningKey } from './vault.ts';

interface PlayOptions {
  now: () => Date;
  partnerAdapters: PartnerAdapters;
}

/** Payments over a database of its own, with a clock that a test sets, and partners that it names. */
export const openPaymentsPlay = async ({ now, partnerAdapters }: PlayOptions) => {
  const tokenKey = randomSigningKey();
  const { d: _private, ...publicKey } = tokenKey;
  const opened = await openSubgraph('payments', payments, {
    now,
    given: { partnerAdapters },
    env: {
      PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
      EVENT_SUBSCRIBERS: JSON.stringify([{ name: 'pmo', url: 'http://pmo.test/events', secret: SECRET }]),
    },
  });
  const { database, services } = opened;
  await database.orm.em.fork().transactional((em) => postBudgets(em, 'request-0001'));
  const handlers = handlersOf(payments, services);
  const work = workOf(payments, services);
  const query = async <T>(text: string, values: unknown[] = []) =>
    (await database.pool.query(text, values)).rows as T[];
  return {
    ...opened,
    /** Signs seats as training does. */
    tokens: new PurchaseTokens(tokenKey),
    query,
    /** Brings an event of another subgraph. */
    deliver: async (type: string, given: object) => {
      const handler = handlers.find(({ definition }) => definition.type === type);
      if (!handler) throw new Error(`nobody hears ${type}`);
      const event = { id: uuidv7(), type, requestid: uuidv7(), time: now().toISOString() };
      const parsed = handler.definition.data.parse(given);
      await database.orm.em.fork().transactional((em) => handler.handle(em, parsed, event as never));
    },
    /** Does what waits for the processes that share their work. */
    tick: async () => {
      for (const each of work) if (each instanceof FencedWork) await each.tick();
    },
    /** The newest code of an enrolment, as pmo would send it. */
    codeOf: async (enrollment: string): Promise<string> => {
      const [sent] = await query<{ sealed: string }>(
        `select data ->> 'sealedCode' as sealed from event_outbox
          where type = 'payments.purchase-code.requested' and data ->> 'enrollment' = $1 order by id desc limit 1`,
        [enrollment],
      );
      return openFromEvent({ secret: SECRET, purpose: 'purchase code', about: enrollment }, sent?.sealed ?? '');
    },
  };
};
