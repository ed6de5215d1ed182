import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../../kit/vault/secret.ts';
import { MOST_TRANSFERS } from './iso20022/pain001.ts';
import { dialects } from './snap/dialects.data.ts';

const names = Object.keys(dialects) as [keyof typeof dialects, ...(keyof typeof dialects)[]];

const keyBy = (read: (pem: string) => KeyObject, what: string) =>
  z.string().transform((pem, context) => {
    try {
      const key = read(pem);
      if (key.asymmetricKeyType === 'rsa') return key;
    } catch {
      // Said below, without the value.
    }
    context.addIssue({ code: 'custom', message: `must be ${what} in PEM` });
    return z.NEVER;
  });

const clientSecret = z
  .string()
  .min(16)
  .transform((text) => new Secret('client-secret', text));

const partnerKey = keyBy(createPublicKey, 'an RSA public key');

const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/;

/** A bank that is paid through by payment files (pain.001) instead of a call for each transfer. */
const paymentFiles = z.strictObject({
  /** As the bank knows the account that is debited. */
  debtorName: z.string().min(1).max(140),
  debtorAgent: z.string().regex(BIC),
  /** BIC of the bank that keeps the accounts that are paid. */
  creditorAgent: z.string().regex(BIC),
  /** Transfers of one file. */
  most: z.number().int().min(1).max(MOST_TRANSFERS).default(MOST_TRANSFERS),
  /** How long a transfer waits for others before its file is made. */
  gatherMs: z.number().int().min(0).max(86_400_000).default(60_000),
  /** How often the bank is asked for reports. */
  everyMs: z.number().int().min(0).max(3_600_000).default(30_000),
});

const bulks = z.strictObject({
  most: z.number().int().min(1).max(1_000).default(100),
  /** How long a top-up waits for others. */
  gatherMs: z.number().int().min(0).max(1_000).default(20),
});

/** What each partner needs: none of it has a default, but what only banks or attesting partners need. */
const shared = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  dialect: z.enum(names),
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  clientId: z.string().min(1).max(100),
  clientSecret,
  /** While the secret is rotated: the one before it or after it, which also signs answers. */
  otherClientSecret: clientSecret.optional(),
  privateKey: keyBy(createPrivateKey, 'an RSA private key'),
  partnerId: z.string().min(1).max(36),
  channelId: z.string().regex(/^\d{1,5}$/),
  publicKey: partnerKey.optional(),
  /** While the partner rotates its key: the one before it or after it, which also counts. */
  otherPublicKey: partnerKey.optional(),
  sourceAccountNo: z.string().max(19).default(''),
  beneficiaryBankCode: z.string().max(8).default(''),
  /** Set to false where a partner is found to pay a reference twice: it is then never sent again. */
  refusesDuplicates: z.boolean().optional(),
  file: paymentFiles.optional(),
  /** A wallet that is paid through by bulk cash-in instead of a call for each top-up. */
  bulk: bulks.optional(),
  connections: z.number().int().min(1).max(512).default(64),
});

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** The simulators' name in docker-compose.yml: no public name is without a dot. */
const DEMO_HOST = 'simulators';

const isSimulatorUrl = (text: string): boolean => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && (LOOPBACK.test(hostname) || hostname === DEMO_HOST);
};

const isBank = (dialect: string): boolean => /^int(ra|er)bank$/.test(dialect);

/** Only a bank takes files, and only from an account that is named. */
const takesFiles = ({ dialect, file, sourceAccountNo }: z.infer<typeof shared>): boolean =>
  file === undefined || (isBank(dialect) && /^[0-9A-Za-z]{4,34}$/.test(sourceAccountNo));

const NO_FILES = { path: ['file'], message: 'is for banks that have a sourceAccountNo' };

const takesBulks = ({ dialect, bulk }: z.infer<typeof shared>): boolean => bulk === undefined || !isBank(dialect);

const NO_BULKS = { path: ['bulk'], message: 'is for wallets' };

/** A simulator: on this machine or beside it, never on the internet. */
export const simulatedPartner = shared
  .extend({ live: z.literal(false).default(false) })
  .refine(({ url }) => isSimulatorUrl(url), {
    path: ['url'],
    message: 'is no simulator of ours; a real partner stands in LIVE_PAYMENT_PARTNERS with "live": true',
  })
  .refine(takesFiles, NO_FILES)
  .refine(takesBulks, NO_BULKS);

/** A real partner: real money. It says so itself, and everything that identifies us there. */
export const livePartner = shared
  .extend({ live: z.literal(true) })
  .refine(({ url }) => url.startsWith('https://'), { path: ['url'], message: 'must be https: real money moves' })
  .refine(takesFiles, NO_FILES)
  .refine(takesBulks, NO_BULKS);

/** The keys by which a partner may have signed, the present one first; none where it attests nothing. */
export const publicKeysOf = ({ publicKey, otherPublicKey }: z.infer<typeof shared>): readonly KeyObject[] =>
  [publicKey, otherPublicKey].filter((key) => key !== undefined);

export type PartnerConfiguration = z.infer<typeof simulatedPartner> | z.infer<typeof livePartner>;
