import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { livePartner, type PartnerConfiguration, simulatedPartner } from '../../../subgraphs/payments/partner/index.ts';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { DEFAULT_DATA, dataOption } from '../places.ts';
import { runConformance } from './run.ts';
import { partnersOfStack } from './stack-partners.ts';

const help = `
npm run graph -- conformance --partner NAME [--url URL] [--file FILE] [--account N] [--amount N] [--real-money] [--data DIR]

Asks a payment partner what docs/partners/connect-a-wallet.md promises: a line for each case, and 1 when one fails.
  --partner     its code, such as dana; one of the running stack's simulators, unless --file is given
  --url         where it is, when that is not where the stack or the file has it
  --file        its configuration as JSON, as PAYMENT_PARTNERS and LIVE_PAYMENT_PARTNERS have it
  --account     the wallet or account that is paid (default 081200000001)
  --amount      whole rupiah of each payment (default 10000)
  --real-money  says that a partner with "live": true may be paid; without it, it is not asked anything
  --data        the stack's data directory
`;

const readConfiguration = (text: unknown, shape: typeof livePartner | typeof simulatedPartner) => {
  const { data, error } = shape.safeParse(text);
  if (data) return data;
  const [issue] = error.issues;
  throw new Error(`wrong configuration: ${issue?.path.join('.')} (${issue?.message})`);
};

const ofStack = (code: string, data: string): Record<string, unknown> => {
  const partners = partnersOfStack(data);
  const found = partners.find((partner) => partner.code === code);
  if (found) return found;
  throw new UsageError(`there is no partner ${code}; there are: ${partners.map((one) => one.code).join(', ')}`);
};

const ofFile = (file: string): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} holds no configuration of a partner`, { cause: error });
  }
};

interface Choice {
  partner: string;
  url: string;
  file: string;
  data: string;
  isRealMoney: boolean;
}

/** @throws Error for a partner that moves real money when nobody said that it may */
const configurationOf = ({ partner, url, file, data, isRealMoney }: Choice): PartnerConfiguration => {
  const found = file === '' ? ofStack(partner, data) : ofFile(file);
  const given = url === '' ? found : { ...found, url };
  const configuration = readConfiguration(given, given.live === true ? livePartner : simulatedPartner);
  if (configuration.code !== partner) throw new UsageError(`the file is that of ${configuration.code}`);
  if (configuration.live && !isRealMoney) {
    throw new Error(`${partner} is live: each case pays real money; say --real-money when you mean it`);
  }
  return configuration;
};

const text = { type: 'string', default: '' } as const;

export const command = graphCommand({
  help,
  options: {
    partner: text,
    url: text,
    file: text,
    account: { type: 'string', default: '081200000001' },
    amount: { type: 'string', default: '10000' },
    'real-money': { type: 'boolean', default: false },
    ...dataOption,
  },
  run: async ({ partner, url, file, account, amount, 'real-money': isRealMoney, data = DEFAULT_DATA }) => {
    if (partner === '') throw new UsageError('--partner takes a code, such as dana; see --help');
    if (!/^\d{4,34}$/.test(account) || !/^[1-9]\d{0,8}$/.test(amount)) {
      throw new UsageError('--account takes digits and --amount whole rupiah; see --help');
    }
    const configuration = configurationOf({ partner, url, file, data, isRealMoney });
    const report = (line: string) => process.stdout.write(`${line}\n`);
    const counts = await runConformance({ configuration, account, amount: BigInt(amount), report });
    const notAsked = counts['not asked'] === 0 ? '' : `, ${counts['not asked']} were not asked`;
    report(`conformance: ${partner}: ${counts.holds} cases hold, ${counts.fails} fail${notAsked}`);
    if (counts.fails > 0) process.exitCode = 1;
  },
});
