import { createReadStream, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What a partner knows of an account, where it is not like every other one. */
export interface Account {
  isActive: boolean;
  /** Name of the holder, masked as the partner shows it. */
  name: string;
  /** HMAC of the holder's NIK; null where the partner has none. */
  nikProof: string | null;
  /** Status and case with which payments to it are refused, such as 40318. */
  refusal?: string | undefined;
}

const facts = {
  account: z.string().regex(/^\d{4,34}$/),
  isActive: z.boolean().default(true),
  name: z.string().min(1).max(140).default('P*** S***'),
  nikProof: z
    .string()
    .regex(/^[\w+/=-]{20,100}$/)
    .nullable()
    .default(null),
  refusal: z
    .string()
    .regex(/^[45]\d{4}$/)
    .optional(),
};

const ofPartner = z.strictObject({ partner: z.string().optional(), ...facts });

export type PutAccount = z.infer<typeof ofPartner>;

/** The accounts of one body, or the first thing that is wrong with it. */
export type ReadAccounts = { accounts: readonly (PutAccount & { partner: string })[] } | { error: string };

/** Names what is wrong with a list, and where, for whoever has to correct it. */
const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return `${issue?.path.join('.') || 'the list'}: ${issue?.message}`;
};

const jsonOf = (text: string): unknown => {
  if (text.trimStart().startsWith('[')) return JSON.parse(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as unknown);
};

/**
 * Reads a list of accounts: a JSON array, or an object a line.
 * @param partner whose accounts they are, where the lines do not say
 * @param codes the partners that there are
 */
export const readAccounts = (body: Buffer, partner: string | undefined, codes: ReadonlySet<string>): ReadAccounts => {
  let value: unknown;
  try {
    value = jsonOf(body.toString('utf8'));
  } catch {
    return { error: 'must be a JSON array, or a JSON object a line' };
  }
  const { data, error } = z.array(ofPartner).safeParse(value);
  if (!data) return { error: faultOf(error) };
  const accounts = data.map((one) => ({ ...one, partner: one.partner ?? partner ?? '' }));
  const stranger = accounts.findIndex(
    (one) => !codes.has(one.partner) || (partner !== undefined && one.partner !== partner),
  );
  if (stranger >= 0) return { error: `${stranger}.partner: must be ${partner ?? [...codes].join(', ')}` };
  return { accounts };
};

/** The file in which accounts outlive the process: a line for each that was put, the last one of an account counts. */
export class AccountsFile {
  readonly #file: string | undefined;
  #descriptor: number | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Reads what stands in the file. @throws Error that names the line for what is no account */
  async *read(codes: ReadonlySet<string>): AsyncGenerator<PutAccount & { partner: string }> {
    if (this.#file === undefined || !existsSync(this.#file)) return;
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(this.#file) })) {
      line += 1;
      const read = readAccounts(Buffer.from(text), undefined, codes);
      if ('error' in read) throw new Error(`${this.#file}, line ${line}: ${read.error}`);
      yield* read.accounts;
    }
  }

  append(accounts: readonly PutAccount[]): void {
    if (this.#file === undefined || accounts.length === 0) return;
    if (this.#descriptor === undefined) {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      this.#descriptor = openSync(this.#file, 'a', 0o600);
    }
    writeSync(this.#descriptor, `${accounts.map((one) => JSON.stringify(one)).join('\n')}\n`);
  }
}
