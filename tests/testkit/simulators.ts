import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AccountsFile } from '../../scripts/simulators/accounts.ts';
import { Books, type BooksOptions } from '../../scripts/simulators/books.ts';
import { SimulatedPartner } from '../../scripts/simulators/partner.ts';
import { type SimulatedDialect, simulatedPartners } from '../../scripts/simulators/partners.data.ts';
import { rules } from '../../scripts/simulators/rules.data.ts';
import { Simulator } from '../../scripts/simulators/server.ts';
import {
  adapterOf,
  openTransport,
  type PartnerAdapter,
  simulatedPartner,
} from '../../subgraphs/payments/partner/index.ts';

const pairOf = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

const payer = pairOf();
const attester = pairOf();
const SECRET = 'a-secret-of-the-test-and-of-nobody-else';

export interface TestSimulators {
  url: string;
  partners: ReadonlyMap<string, SimulatedPartner>;
  books: Books;
  /** The configuration with which payments pays by a partner of these. */
  configurationOf(code: string): Record<string, unknown>;
  adapter(code: string, now?: () => Date): PartnerAdapter;
  /** Sets a partner's switches; what is left out is as at the start. */
  switch(code: string, switches: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the simulators of all dialects in this process, with books of their own. */
export const startSimulators = async (options: BooksOptions = {}): Promise<TestSimulators> => {
  const { books, found } = await Books.open(options);
  const partners = new Map(
    simulatedPartners.map(({ code, dialect }) => {
      const keys = {
        clientKey: createPublicKey(payer.publicKey),
        attestationKey: createPrivateKey(attester.privateKey),
      };
      const own = { code, rules: rules[dialect], clientId: 'prakerja', clientSecret: SECRET, books };
      return [code, new SimulatedPartner({ ...own, ...keys })];
    }),
  );
  const simulator = new Simulator({ partners, books, accounts: new AccountsFile(undefined), isControlled: true });
  simulator.restore(found);
  const { server } = simulator;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const closers: (() => Promise<void>)[] = [];
  const configurationOf = (code: string) => ({
    code,
    dialect: simulatedPartners.find((partner) => partner.code === code)?.dialect satisfies SimulatedDialect | undefined,
    url: `${url}/${code}`,
    clientId: 'prakerja',
    clientSecret: SECRET,
    privateKey: payer.privateKey,
    publicKey: attester.publicKey,
    partnerId: 'prakerja',
    channelId: '95221',
    sourceAccountNo: '1234567890',
    beneficiaryBankCode: '008',
  });
  return {
    url,
    partners,
    books,
    configurationOf,
    adapter: (code, now = () => new Date()) => {
      const { post: transport, close } = openTransport(64);
      closers.push(close);
      return adapterOf(simulatedPartner.parse(configurationOf(code)), { transport, now });
    },
    switch: async (code, switches) => {
      const body = JSON.stringify(switches);
      const answer = await fetch(`${url}/control/${code}/switches`, { method: 'PUT', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: async () => {
      await Promise.all(closers.map((close) => close()));
      server.closeAllConnections();
      server.close();
      books.close();
    },
  };
};
