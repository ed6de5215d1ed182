import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { inheritedEnv } from '../env.ts';
import { simulatedPartners } from '../simulators/partners.data.ts';
import type { Secrets } from './secrets.ts';

const CLIENT_ID = 'prakerja';

const publicOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string;

interface Place {
  secrets: Secrets;
  /** The origin of the simulators. */
  url: string;
}

/** Banks that are paid by files where the user says so; no name is known but the programme's. */
const fileOf = (code: string) => {
  const isByFile = (inheritedEnv().PAY_BY_FILE ?? '').split(',').includes(code);
  const agents = { debtorAgent: 'BNINIDJA', creditorAgent: code === 'bca' ? 'CENAIDJA' : 'BNINIDJA' };
  return isByFile ? { file: { debtorName: 'Kartu Prakerja', ...agents, gatherMs: 5_000, everyMs: 2_000 } } : {};
};

/** The simulated partners as payments, or a command that pays, is told of them. */
export const payingPartners = ({ secrets: { payout }, url }: Place): Record<string, unknown>[] => {
  const publicKey = publicOf(payout.attestationKey);
  return simulatedPartners.map(({ code, dialect }) => ({
    code,
    dialect,
    url: `${url}/${code}`,
    clientId: CLIENT_ID,
    clientSecret: payout.clientSecret[code],
    privateKey: payout.payerKey,
    publicKey,
    partnerId: CLIENT_ID,
    channelId: '95221',
    sourceAccountNo: '1234567890',
    beneficiaryBankCode: '008',
    ...fileOf(code),
  }));
};

/** The partners of payments in a local stack: simulators alone, whatever the user's environment has. */
export const payingVariables = (place: Place) => ({
  PAYMENT_PARTNERS: JSON.stringify(payingPartners(place)),
  LIVE_PAYMENT_PARTNERS: '[]',
});

/** What the simulators read. */
export const simulatorVariables = ({ secrets: { payout }, data }: { secrets: Secrets; data: string }) => {
  const clientKey = publicOf(payout.payerKey);
  const partners = simulatedPartners.map(({ code, dialect }) => ({
    code,
    dialect,
    clientId: CLIENT_ID,
    clientSecret: payout.clientSecret[code],
    clientKey,
    attestationKey: payout.attestationKey,
  }));
  return {
    SIMULATED_PARTNERS: JSON.stringify(partners),
    SIMULATOR_BOOKS: join(data, 'simulators', 'books.ndjson'),
    SIMULATOR_ACCOUNTS: join(data, 'simulators', 'accounts.ndjson'),
  };
};
