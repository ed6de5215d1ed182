import type { Database } from '../../kit/database.ts';
import type { PartnerAdapter } from './adapter.ts';
import { BankClient } from './bank-file/bank.client.ts';
import { BankFileAdapter } from './bank-file/bank-file.adapter.ts';
import type { Desk } from './bank-file/bank-file.desk.ts';
import { type PartnerConfiguration, publicKeysOf } from './partner.configuration.ts';
import { BulkAdapter } from './snap/bulk.adapter.ts';
import { dialects } from './snap/dialects.data.ts';
import { SnapAdapter } from './snap/snap.adapter.ts';
import { openTransport, type Transport } from './transport.ts';

/** Adapters by the partner's code. */
export type PartnerAdapters = ReadonlyMap<string, PartnerAdapter>;

/** Makes the adapter of a partner. */
export const adapterOf = (
  configuration: PartnerConfiguration,
  { transport, now }: { transport: Transport; now(): Date },
): PartnerAdapter => {
  const { code, url, live, clientId, privateKey, partnerId, channelId, bulk } = configuration;
  const { clientSecret, otherClientSecret } = configuration;
  const options = {
    code,
    url,
    dialect: dialects[configuration.dialect],
    credentials: { clientId, clientSecret, otherClientSecret, privateKey, partnerId, channelId },
    isLive: live,
    bank: {
      sourceAccountNo: configuration.sourceAccountNo,
      beneficiaryBankCode: configuration.beneficiaryBankCode,
    },
    publicKeys: publicKeysOf(configuration),
    refusesDuplicates: configuration.refusesDuplicates,
    transport,
    now,
  };
  return bulk ? new BulkAdapter({ ...options, bulk }) : new SnapAdapter(options);
};

interface PartnerNeeds {
  database: Pick<Database, 'rows'>;
  now(): Date;
}

/** Makes the adapters of all partners that are configured, each with connections of its own. */
export const openPartners = (
  configurations: readonly PartnerConfiguration[],
  { database, now }: PartnerNeeds,
): PartnerAdapters =>
  new Map(
    configurations.map((configuration) => {
      const { post: transport } = openTransport(configuration.connections);
      const calls = adapterOf(configuration, { transport, now });
      const adapter = configuration.file ? new BankFileAdapter({ database, accounts: calls, now }) : calls;
      return [configuration.code, adapter];
    }),
  );

/** The desks of the banks that take payment files. */
export const desksOf = (configurations: readonly PartnerConfiguration[]): Desk[] =>
  configurations.flatMap((configuration) => {
    const { code, file, live: isLive, sourceAccountNo: account } = configuration;
    if (!file) return [];
    const { debtorName: name, debtorAgent: agent, ...settings } = file;
    const client = new BankClient({ ...configuration, isLive, publicKeys: publicKeysOf(configuration) });
    const refusesDuplicates = configuration.refusesDuplicates ?? true;
    return [{ code, client, settings: { ...settings, debtor: { name, account, agent }, refusesDuplicates } }];
  });
