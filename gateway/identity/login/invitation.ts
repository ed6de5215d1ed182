import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language } from '../../../subgraphs/kit/language.ts';
import { typedCode } from '../../../subgraphs/kit/typed-text.ts';
import { Secret } from '../../../subgraphs/kit/vault/secret.ts';
import { parseEmail } from '../contact.ts';
import type { AcceptanceEnd, Invitations } from '../invitations.ts';
import { contentSecurityPolicy } from '../page.ts';
import { pageLanguage } from '../page-language.ts';
import type { Surroundings } from '../surroundings.ts';
import { QueueBusy } from '../work-queue.ts';
import type { Door } from './door.ts';
import { readForm } from './form.ts';
import { acceptedPage, type InvitationProblem, invitationPage } from './invitation.page.ts';

const PATH = /^\/invitation\/([\w-]{43})$/;
const TOTP_BYTES = 20;
const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;

export const isInvitationPath = (path: string): boolean => PATH.test(path);

export interface InvitationPageOptions {
  issuer: string;
  invitations: Invitations;
  door: Door;
  surroundings: Pick<Surroundings, 'randomBytes'>;
}

const problems: Record<Exclude<AcceptanceEnd, 'accepted'>, InvitationProblem> = {
  notInvited: 'notInvited',
  locked: 'tooManyTries',
  wrongCode: 'wrongCode',
  addressTaken: 'addressTaken',
};

const send = (response: ServerResponse, status: number, text: string): void => {
  response.setHeader('content-security-policy', contentSecurityPolicy([`'self'`]));
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(text);
};

const languageIn = ({ headers }: IncomingMessage, url: URL): Language =>
  pageLanguage({ switchedTo: url.searchParams.get('lang'), acceptLanguage: headers['accept-language'] });

/** The key that the form carries: it is its sender's own, shown on the page before. */
const keyIn = (form: URLSearchParams): Buffer | undefined => {
  const key = Buffer.from(form.get('key') ?? '', 'base64url');
  return key.length === TOTP_BYTES ? key : undefined;
};

const accepted = async (
  form: URLSearchParams,
  { secret, totpSecret, request }: { secret: string; totpSecret: Buffer; request: IncomingMessage },
  { invitations, door }: InvitationPageOptions,
): Promise<InvitationProblem | undefined> => {
  const email = parseEmail(form.get('email') ?? '');
  if (!email) return 'badEmail';
  const typed = form.get('password') ?? '';
  if (typed.length < SHORTEST_PASSWORD || typed.length > LONGEST_PASSWORD) return 'shortPassword';
  const entry = door.enter('password', door.visitorOf(request));
  if ('refusal' in entry || !entry.place) return 'busy';
  const password = new Secret('password', typed);
  const acceptance = { secret, email, password, totpSecret, code: typedCode(form.get('code') ?? '') };
  try {
    const end = await invitations.accept(acceptance, entry.place);
    return end === 'accepted' ? undefined : problems[end];
  } catch (error) {
    if (error instanceof QueueBusy) return 'busy';
    throw error;
  } finally {
    entry.place.leave();
  }
};

/** The page of an invitation, `/invitation/<secret>`: whether the link is good is said only of an address. */
export const createInvitation =
  (options: InvitationPageOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { issuer, surroundings } = options;
    const url = new URL(request.url ?? '/', issuer);
    const language = languageIn(request, url);
    const secret = PATH.exec(url.pathname)?.[1] ?? '';
    if (request.method === 'GET') {
      const totpSecret = surroundings.randomBytes(TOTP_BYTES);
      return send(response, 200, invitationPage({ language, totpSecret }));
    }
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'GET, POST' }).end();
    const isFromElsewhere = request.headers.origin !== undefined && request.headers.origin !== issuer;
    const form = isFromElsewhere ? undefined : await readForm(request);
    const totpSecret = form && keyIn(form);
    if (!form || !totpSecret) return void response.writeHead(400).end();
    const problem = await accepted(form, { secret, totpSecret, request }, options);
    if (problem === undefined) return send(response, 200, acceptedPage(language));
    const view = { language, totpSecret, problem, email: form.get('email') ?? '' };
    send(response, problem === 'busy' ? 503 : 400, invitationPage(view));
  };
