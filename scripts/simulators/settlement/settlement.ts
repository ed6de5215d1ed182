import { createHash, createSign } from 'node:crypto';
import type { SimulatedPartner } from '../partner.ts';
import { extensions, formats } from './formats.ts';
import { type DayOptions, jakartaTime, rowsOf, totalsOf } from './rows.ts';

/** A partner's settlement file of one day, named by what a receiver checks. */
export interface SettlementFile {
  name: string;
  sha256: string;
  /** base64(SHA256withRSA(the partner's key, `code|day|sha256`)); empty where it signs nothing. */
  signature: string;
  pieces(): AsyncGenerator<string>;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const ACCOUNT = '1234567890';

/**
 * Makes a partner's settlement file of a day that has ended, from its books: the same bytes each time, unless faults are
 * switched in between. Undefined for a day that has not ended or is none.
 */
export const settlementFile = async (partner: SimulatedPartner, day: string): Promise<SettlementFile | undefined> => {
  const { code, rules, books, attestationKey } = partner.options;
  if (!DAY.test(day) || day >= jakartaTime(partner.now()).slice(0, 10)) return undefined;
  const { fileFaults, seed } = partner.switches;
  const faults = fileFaults.filter(({ kind }) => kind !== 'CONTROL_SUM');
  const isStatement = rules.settlement !== 'CSV';
  const options: DayOptions = { books, partner: code, day, fee: rules.fee, faults, seed, isStatement };
  const facts = {
    options,
    totals: await totalsOf(options),
    messageId: `${code.toUpperCase()}-${day.replaceAll('-', '')}`,
    account: ACCOUNT,
    isSumBroken: fileFaults.length > faults.length,
  };
  const pieces = () => formats[rules.settlement](facts, rowsOf(options));
  const hash = createHash('sha256');
  for await (const piece of pieces()) hash.update(piece);
  const sha256 = hash.digest('hex');
  const text = `${code}|${day}|${sha256}`;
  const signature = attestationKey ? createSign('RSA-SHA256').update(text).sign(attestationKey, 'base64') : '';
  return { name: `${code}-${day}.${extensions[rules.settlement]}`, sha256, signature, pieces };
};
