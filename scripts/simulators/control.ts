import { z } from 'zod';
import { type AccountsFile, readAccounts } from './accounts.ts';
import type { Books } from './books.ts';
import type { Door, Request } from './door.ts';
import { faultKinds, switches } from './faults.ts';
import type { SimulatedPartner } from './partner.ts';

interface Context {
  partners: ReadonlyMap<string, SimulatedPartner>;
  books: Books;
  doors: ReadonlyMap<string, Door>;
  accounts: AccountsFile;
}

interface ControlAnswer {
  status: number;
  text: string;
}

const say = (status: number, value: unknown): ControlAnswer => ({ status, text: `${JSON.stringify(value)}\n` });

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    return undefined;
  }
};

const putSwitches = (partner: SimulatedPartner, body: unknown): ControlAnswer => {
  const { data, error } = switches.safeParse(body);
  if (!data) return say(400, { error: z.prettifyError(error), faultKinds });
  partner.switches = data;
  return say(200, data);
};

/** Takes a list of accounts as a whole or not at all. @param code whose they are; undefined where each line says it */
const putAccounts = ({ partners, accounts: file }: Context, code: string | undefined, body: Buffer): ControlAnswer => {
  const read = readAccounts(body, code, new Set(partners.keys()));
  if ('error' in read) return say(400, read);
  file.append(read.accounts);
  for (const one of read.accounts) partners.get(one.partner)?.know(one);
  return say(200, { accounts: read.accounts.length });
};

const references = z.array(z.string().min(1).max(64)).max(10_000);

const giveBack = (partner: SimulatedPartner, body: unknown): ControlAnswer => {
  const { data, error } = references.safeParse(body);
  if (!data) return say(400, { error: z.prettifyError(error) });
  return say(200, { returned: data.filter((reference) => partner.giveBack(reference)).length });
};

/**
 * Switches and books of the simulators:
 * `PUT /control/CODE/switches`, `PUT /control/CODE/accounts`, `DELETE /control/CODE/tokens`, `GET /control/CODE/books`,
 * `GET /control/CODE/books/REFERENCE`, `GET /control/CODE/switches`, `POST /control/CODE/returns` of references whose
 * payments come back, and `PUT /control/accounts` of all partners.
 */
export const control = (request: Request, context: Context): ControlAnswer => {
  const { partners, books, doors } = context;
  const [, , code = '', what = '', reference = ''] = request.path.split('/');
  if (`${request.method} ${code}/${what}` === 'PUT accounts/') return putAccounts(context, undefined, request.body);
  const partner = partners.get(code);
  if (!partner) return say(404, { error: `there is no partner ${code}`, partners: [...partners.keys()] });
  switch (`${request.method} ${what}`) {
    case 'GET switches':
      return say(200, partner.switches);
    case 'PUT switches':
      return putSwitches(partner, parse(request.body));
    case 'PUT accounts':
      return putAccounts(context, code, request.body);
    case 'POST returns':
      return giveBack(partner, parse(request.body));
    case 'DELETE tokens':
      doors.get(code)?.close();
      return say(200, {});
    case 'GET books':
      if (reference) return say(200, { reference, moves: books.movesOf(code, decodeURIComponent(reference)) });
      return say(200, books.totalOf(code));
    default:
      return say(404, { error: 'control knows switches, accounts, returns, tokens and books' });
  }
};
