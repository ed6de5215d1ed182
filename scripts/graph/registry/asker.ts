import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keyIdOf } from '../../../schema/registry/key.ts';
import { type Purpose, type Statement, signStatement } from '../../../schema/registry/statement.ts';
import { reasonOf } from '../../arguments.ts';
import { UsageError } from '../../usage.error.ts';
import { dataOption } from '../places.ts';
import { type Ask, askAs } from '../wave/ask.ts';

const string = { type: 'string' } as const;

/** The options of every command that asks the registry. */
export const askerOptions = {
  role: string,
  as: string,
  json: { type: 'boolean', default: false },
  ...dataOption,
} as const;

/** What --help says of them. */
export const askerHelp = `  --role ROLE   whom the token of a running stack is of: officer (default), platform, portal, wallet, …
  --as NAME     whom it names (default synthetic-ROLE)
  --json        the answer as JSON
  --data DIR    the data directory of a running stack (default .data)

Without --data, GRAPH_TOKEN in the environment is an access token and GRAPH_URL the gateway (http://localhost:4000/graphql
unless set). Ends with 0, with 1 when it is refused, and with 2 for wrong arguments.`;

export interface AskerValues {
  role?: string | undefined;
  as?: string | undefined;
  data?: string | undefined;
}

const FILE = 'schema/commands/registry.graphql';
/** What officers alone are shown stands in a file of its own: a document is asked by those who are shown all of it. */
const OFFICERS_FILE = 'schema/commands/approve-subgraph.graphql';
const OFFERS_FILE = 'schema/commands/grant-offers.graphql';
const otherFiles: ReadonlyMap<string, string> = new Map([
  ...['Approve', 'ApproveKey', 'SetCanaryShare', 'WithdrawCanary'].map((name) => [name, OFFICERS_FILE] as const),
  ['RollbackChoices', 'schema/commands/rollback-choices.graphql'],
  ...['ListOffers', 'OfferTerms', 'ApproveOffer', 'WithdrawOffer', 'AcceptTerms'].map(
    (name) => [name, OFFERS_FILE] as const,
  ),
]);

export const askRegistry = ({ role = 'officer', as: subject = `synthetic-${role}`, data }: AskerValues): Ask => {
  return (name, variables) => askAs({ role, subject, data, file: otherFiles.get(name) ?? FILE })(name, variables);
};

interface Refusable {
  done: { refusal: { code: string; message: string } | null };
}

/** Asks a mutation, whose field is `done`. @throws Error with the refusal's message and code */
export const mutate = async <T extends object>(ask: Ask, name: string, variables: object): Promise<T> => {
  const { done } = await ask<Refusable & { done: T }>(name, variables);
  if (done.refusal) throw new Error(`${done.refusal.message} (${done.refusal.code})`);
  return done;
};

export const required = (value: string | undefined, option: string): string => {
  if (value === undefined || value === '') throw new UsageError(`say ${option} (--help tells more)`);
  return value;
};

/** Reads a number of an option. @throws UsageError */
export const numberOf = (value: string | undefined, option: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(value ?? '')) throw new UsageError(`${option} takes the number of a revision`);
  return Number(value);
};

/** @throws UsageError where the file is not there */
export const fileText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
  }
};

/** Reads a private Ed25519 key of a file in PEM. @throws UsageError */
export const privateKeyOf = (file: string): KeyObject => {
  const text = fileText(file);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The library's words tell nobody what to do.
  }
  throw new UsageError(`${file} holds no private Ed25519 key in PEM; make one with npm run graph -- keys new`);
};

export const signed = (key: KeyObject, statement: Statement, purpose: Purpose) => ({
  keyId: keyIdOf(key),
  signature: signStatement(statement, purpose, key),
});

/** Prints what was asked for: as JSON, or as text. */
export const print = (isJson: boolean, value: unknown, text: string): void => {
  process.stdout.write(isJson ? `${JSON.stringify(value, null, 2)}\n` : text);
};
