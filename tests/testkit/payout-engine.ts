import type { Database } from '../../subgraphs/kit/database.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import type { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { type EngineSettings, engineDefaults } from '../../subgraphs/payments/order/engine.settings.ts';
import { Engine } from '../../subgraphs/payments/order/engine.ts';
import { HearService } from '../../subgraphs/payments/order/hear.service.ts';
import type { PartnerAdapter } from '../../subgraphs/payments/partner/index.ts';
import { silent } from './event-secret.ts';

export interface EngineOptions {
  database: Database;
  vault: Vault;
  partners: readonly PartnerAdapter[];
  settings?: Partial<EngineSettings>;
  now?: () => Date;
  log?: Pick<Logger, 'error'>;
}

/** An engine over a database, in this process. */
export const engineOver = ({ database, vault, partners, settings, ...others }: EngineOptions): Engine => {
  const { now = () => new Date(), log = silent } = others;
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const hears = new HearService({ outbox, now, random: Math.random });
  const all = { ...engineDefaults, ...settings };
  return new Engine({ database, vault, outbox, now, partners, hears, log, settings: all });
};
