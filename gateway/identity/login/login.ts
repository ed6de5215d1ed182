import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { typedCode } from '../../../subgraphs/kit/typed-text.ts';
import { type Phone, parseEmail, parsePhone } from '../contact.ts';
import type { OfficerSignIn } from '../officer-sign-in.ts';
import type { Outcome, Visitor } from '../outcome.ts';
import { contentSecurityPolicy } from '../page.ts';
import type { SignIn } from '../sign-in.ts';
import type { Place } from '../work-queue.ts';
import type { Door } from './door.ts';
import { readForm } from './form.ts';
import type { Step } from './login.page.ts';
import {
  type Exchange,
  inLanguageOf,
  type Knock,
  languageIn,
  type Pending,
  pendingOf,
  sendProblem,
  sendStale,
  show,
  showCurrent,
} from './show.ts';

const LOGIN_PATH = /^\/login\/([\w-]{1,64})$/;

export interface LoginOptions {
  /** The provider of the moment. */
  provider(): Provider;
  signIn: SignIn;
  officers: OfficerSignIn;
  door: Door;
}

/** A posted form, its sender, and its place in the queue of passwords. */
interface FormPost {
  form: URLSearchParams;
  visitor: Visitor;
  place: Place | undefined;
}

/** Remembers what is proven, and lets the browser ask for the next step, so that reloading repeats nothing. */
const goOn = async ({ request, response, provider, language }: Exchange, pending: Pending) => {
  await provider.interactionResult(request, response, { pending }, { mergeWithLastSubmission: false });
  response.writeHead(303, { location: `?lang=${language}` }).end();
};

const finish = ({ request, response, provider }: Exchange, result: Parameters<Provider['interactionFinished']>[2]) =>
  provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });

/** The last four digits: enough to notice a typing error, and all that is kept of the number. */
const maskedPhone = (phone: Phone) => `+62 ••••${phone.reveal().slice(-4)}`;

type Handler = (
  exchange: Exchange,
  posted: FormPost,
  options: Pick<LoginOptions, 'signIn' | 'officers'>,
) => Promise<unknown>;

const refused = (exchange: Exchange, step: Step, { refusal }: Outcome) => show(exchange, step, refusal);

const handlers: Record<Step | 'cancel', Handler> = {
  phone: async (exchange, { form, visitor }, { signIn }) => {
    const phone = parsePhone(form.get('phone') ?? '');
    if (!phone) return show(exchange, 'phone', { kind: 'badPhone' });
    const outcome = await signIn.requestCode(phone, { ...visitor, language: exchange.language });
    return outcome.proven
      ? goOn(exchange, { step: 'code', phone: outcome.proven, masked: maskedPhone(phone) })
      : refused(exchange, 'phone', outcome);
  },
  code: async (exchange, { form, visitor }, { signIn }) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'code') return show(exchange, 'phone');
    const outcome = await signIn.checkCode(pending.phone, typedCode(form.get('code') ?? ''), visitor);
    if (!outcome.proven) return refused(exchange, 'code', outcome);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['sms'], remember: false } });
  },
  password: async (exchange, { form, visitor, place }, { officers }) => {
    const email = parseEmail(form.get('email') ?? '');
    if (!email || !place) return show(exchange, 'password', { kind: 'badEmail' });
    const outcome = await officers.checkPassword({ email, password: form.get('password') ?? '' }, visitor, place);
    if (!outcome.proven) return refused(exchange, 'password', outcome);
    return goOn(exchange, { step: 'totp', subject: outcome.proven });
  },
  totp: async (exchange, { form, visitor }, { officers }) => {
    const pending = pendingOf(exchange.interaction);
    if (pending?.step !== 'totp') return show(exchange, 'password');
    const outcome = await officers.checkTotp(pending.subject, typedCode(form.get('code') ?? ''), visitor);
    if (!outcome.proven) return refused(exchange, 'totp', outcome);
    if (outcome.cookie) exchange.response.appendHeader('set-cookie', outcome.cookie);
    return finish(exchange, { login: { accountId: outcome.proven, amr: ['pwd', 'otp'], remember: false } });
  },
  cancel: (exchange) => finish(exchange, { error: 'access_denied', error_description: 'the person cancelled' }),
};

/** Decides whether another site's page sent the request: a second barrier, since such a page cannot send our cookie. */
const isFromElsewhere = ({ headers }: IncomingMessage, issuer: string) =>
  headers.origin !== undefined && headers.origin !== issuer;

export const isLoginPath = (path: string): boolean => LOGIN_PATH.test(path);

/** The sign-in that this browser began; undefined when it is over, or another one's. */
const interactionOf = async ({ request, response, provider }: Knock, uid: string | undefined) => {
  const interaction = await provider.interactionDetails(request, response).catch((error: unknown) => {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  });
  return interaction?.uid === uid ? interaction : undefined;
};

const isStep = (step: string): step is Step | 'cancel' => Object.hasOwn(handlers, step);

/** Reads the form first and refuses at the door: finding the sign-in that it belongs to costs ten times as much. */
const post = async (knock: Knock, uid: string | undefined, options: LoginOptions): Promise<unknown> => {
  const { request, response, provider, language } = knock;
  const form = isFromElsewhere(request, provider.issuer) ? undefined : await readForm(request);
  const step = form?.get('step') ?? '';
  if (!form || !isStep(step)) return response.writeHead(400).end();
  const visitor = options.door.visitorOf(request);
  const entry = step === 'cancel' ? { place: undefined } : options.door.enter(step, visitor);
  if ('refusal' in entry) {
    response.setHeader('content-security-policy', contentSecurityPolicy([`'self'`]));
    return sendProblem(knock, { language, step: step as Step, problem: entry.refusal, typed: form });
  }
  try {
    const interaction = await interactionOf(knock, uid);
    if (!interaction) return sendStale(response, language);
    const exchange = { ...inLanguageOf(knock, interaction), form };
    return await handlers[step](exchange, { form, visitor, place: entry.place }, options);
  } finally {
    entry.place?.leave();
  }
};

/** The pages on which people sign in: `/login/<interaction>`. */
export const createLogin =
  (options: LoginOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const provider = options.provider();
    const url = new URL(request.url ?? '/', provider.issuer);
    const uid = LOGIN_PATH.exec(url.pathname)?.[1];
    const knock: Knock = { request, response, provider, url, language: languageIn(request, url) };
    if (request.method === 'POST') return void (await post(knock, uid, options));
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET, POST' }).end();
    const interaction = await interactionOf(knock, uid);
    if (!interaction) return sendStale(response, knock.language);
    await showCurrent(inLanguageOf(knock, interaction));
  };
