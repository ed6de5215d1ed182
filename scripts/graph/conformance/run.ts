import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Secret } from '../../../subgraphs/kit/vault/secret.ts';
import {
  adapterOf,
  BankClient,
  openTransport,
  type PartnerConfiguration,
  type PayoutOrder,
  publicKeysOf,
} from '../../../subgraphs/payments/partner/index.ts';
import { bulkCases } from './bulk.cases.ts';
import type { CaseContext, ConformanceCase, FileDesk } from './case.ts';
import { faultCases } from './fault.cases.ts';
import { fileCases } from './file.cases.ts';
import { standardCases } from './standard.cases.ts';
import { openSwitchboard } from './switchboard.ts';

export interface ConformanceOptions {
  configuration: PartnerConfiguration;
  account: string;
  /** Rupiah that each payment moves. */
  amount: bigint;
  report(line: string): void;
}

type Verdict = 'holds' | 'fails' | 'not asked';

const judge = async (each: ConformanceCase, context: CaseContext): Promise<{ verdict: Verdict; why: string }> => {
  if (each.isFault && !context.switches) return { verdict: 'not asked', why: 'needs a simulator’s switches' };
  try {
    const why = await each.run(context);
    return { verdict: why === undefined ? 'holds' : 'fails', why: why ?? '' };
  } catch (error) {
    return { verdict: 'fails', why: (error as Error).message };
  }
};

const width = Math.max(...[...standardCases, ...faultCases, ...bulkCases, ...fileCases].map(({ name }) => name.length));

const DEBTOR = { debtorName: 'Kartu Prakerja', debtorAgent: 'BNINIDJA', creditorAgent: 'BNINIDJA' };

/** The desk for payment files: of a partner that is paid by them, and of each simulated bank. */
const desksOf = (configuration: PartnerConfiguration): FileDesk | undefined => {
  const { dialect, live, sourceAccountNo: account } = configuration;
  const isBank = !live && /^int(ra|er)bank$/.test(dialect);
  const file = configuration.file ?? (isBank ? DEBTOR : undefined);
  if (!file) return undefined;
  const options = { ...configuration, isLive: live, publicKeys: publicKeysOf(configuration) };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    client: new BankClient(options),
    stranger: new BankClient({ ...options, privateKey }),
    debtor: { name: file.debtorName, account, agent: file.debtorAgent },
    creditorAgent: file.creditorAgent,
  };
};

/** A wallet that is paid by bulks, and each simulated one. */
const takesBulks = ({ bulk, live, dialect }: PartnerConfiguration): boolean =>
  bulk !== undefined || !(live || /^int(ra|er)bank$/.test(dialect));

/** Runs each case against a partner and reports a line for it. @returns how many hold and fail */
export const runConformance = async ({ configuration, account, amount, report }: ConformanceOptions) => {
  const { url, code, live } = configuration;
  const { post: transport, close } = openTransport(16);
  const now = () => new Date();
  const stranger = {
    ...configuration,
    clientSecret: new Secret('client-secret', `not ${randomUUID()}`),
    otherClientSecret: undefined,
  };
  const board = live ? undefined : await openSwitchboard(new URL(url).origin, code);
  const withBulks = { ...configuration, bulk: configuration.bulk ?? { most: 10, gatherMs: 20 } };
  const context: CaseContext = {
    adapter: adapterOf({ ...configuration, bulk: undefined }, { transport, now }),
    stranger: adapterOf(stranger, { transport, now }),
    newOrder: (fields: Partial<PayoutOrder> = {}) => {
      const reference = randomUUID().replaceAll('-', '');
      return { reference, account, name: 'Uji Coba', amount, attempt: 1, at: now(), ...fields };
    },
    account,
    amount,
    bulk: takesBulks(configuration) ? adapterOf(withBulks, { transport, now }) : undefined,
    files: desksOf(configuration),
    switches: board?.switches,
  };
  const own = [...(context.bulk ? bulkCases : []), ...(context.files ? fileCases : [])];
  const cases = [...standardCases, ...faultCases, ...own];
  const counts: Record<Verdict, number> = { holds: 0, fails: 0, 'not asked': 0 };
  try {
    for (const each of cases) {
      await board?.switches.set([]);
      const { verdict, why } = await judge(each, context);
      counts[verdict] += 1;
      report(`${verdict.padEnd(9)}  ${why === '' ? each.name : `${each.name.padEnd(width)}  ${why}`}`);
    }
  } finally {
    await board?.restore();
    await close();
  }
  return counts;
};
