import type { Language } from '../../../subgraphs/kit/language.ts';
import type { Refusal } from '../outcome.ts';
import { type Html, html, page } from '../page.ts';
import { clockTime, texts } from '../text.ts';

export type Step = 'phone' | 'password' | 'code' | 'totp';
export type Problem = Refusal | { kind: 'badPhone' | 'badEmail' };

type Text = (typeof texts)['en'];

interface Field {
  name: string;
  label: string;
  /** Attributes that say what the field takes, so that keyboards and password managers fit. */
  attributes: Html;
  hint?: string;
  /** Shown again after a mistake, up to this length; a password or a code never is. */
  keeps?: number;
}

const PHONE = 24;
const EMAIL = 254;

// Six digits of any script, with whatever a message or an application puts between them: "123 456" is pasted whole, and
// read by the server. No part of the pattern can match what another one does, so that it is quick.
const sixDigits = String.raw`(?:[^\p{L}\p{Nd}]*\p{Nd}){6}[^\p{L}\p{Nd}]*`;
const CODE = 32;

const digits = (name: string, label: string): Field => ({
  name,
  label,
  attributes: html`type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="${String(CODE)}" pattern="${sixDigits}"`,
});

const fieldsOf: Record<Step, (text: Text) => Field[]> = {
  phone: (text) => [
    {
      name: 'phone',
      label: text.phone,
      attributes: html`type="tel" inputmode="tel" autocomplete="tel" maxlength="${String(PHONE)}"`,
      hint: text.phoneHint,
      keeps: PHONE,
    },
  ],
  password: (text) => [
    {
      name: 'email',
      label: text.email,
      attributes: html`type="email" autocomplete="username" maxlength="${String(EMAIL)}"`,
      keeps: EMAIL,
    },
    {
      name: 'password',
      label: text.password,
      attributes: html`type="password" autocomplete="current-password" maxlength="256"`,
    },
  ],
  code: (text) => [digits('code', text.code)],
  totp: (text) => [digits('code', text.totp)],
};

/** The link that leaves a step: the first step of a kind of account, and the link's text. */
const others: Record<Step, (text: Text) => { as: 'officer' | 'participant'; label: string }> = {
  phone: (text) => ({ as: 'officer', label: text.toOfficer }),
  password: (text) => ({ as: 'participant', label: text.toParticipant }),
  code: (text) => ({ as: 'participant', label: text.anotherCode }),
  totp: (text) => ({ as: 'officer', label: text.startAgain }),
};

/** The address of a first step; a later one is shown where nothing is named. */
const addressOf: Record<Step, string> = { phone: 'as=participant&', password: 'as=officer&', code: '', totp: '' };

const languageSwitch = ({ language, step }: LoginView): Html => {
  const other = language === 'en' ? 'id' : 'en';
  return html`<footer>
<a href="?${addressOf[step]}lang=${other}" hreflang="${other}" lang="${other}">${texts[language].switchLanguage}</a>
</footer>`;
};

export const messageOf = (problem: Problem, language: Language): string => {
  const text = texts[language];
  if (problem.kind === 'busy') return text.busy;
  if ('until' in problem) return text[problem.kind](clockTime(problem.until));
  return 'triesLeft' in problem ? `${text[problem.kind]} ${text.triesLeft(problem.triesLeft)}` : text[problem.kind];
};

const keptText = (typed: string | null | undefined, length: number): string =>
  (typed ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, length);

/** The first field has the focus, and its description says what went wrong. */
const inputOf = (field: Field, isFirst: boolean, { problem, typed }: LoginView): Html => {
  const { name, label, attributes, hint, keeps } = field;
  const isWrong = problem !== undefined;
  const value = keeps === undefined ? '' : keptText(typed?.get(name), keeps);
  const describedBy = [hint && `${name}-hint`, isWrong && 'problem'].filter(Boolean).join(' ');
  return html`<label for="${name}">${label}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
<input id="${name}" name="${name}" ${attributes}${value !== '' && html` value="${value}"`} required${isFirst && html` autofocus`}${isWrong && html` aria-invalid="true"`}${describedBy !== '' && html` aria-describedby="${describedBy}"`}>`;
};

const hidden = (step: Step | 'cancel') => html`<input type="hidden" name="step" value="${step}">`;

const formOf = (view: LoginView) => {
  const { step, language } = view;
  const text = texts[language];
  return html`<form method="post" action="?lang=${language}">
${hidden(step)}
${fieldsOf[step](text).map((field, index) => inputOf(field, index === 0, view))}
<button type="submit">${step === 'phone' ? text.sendCode : text.continue}</button>
</form>`;
};

export interface LoginView {
  language: Language;
  step: Step;
  /** The name of the application that asks; unknown where too much is refused to look. */
  client?: string | undefined;
  /** The number to which a code was sent, masked. */
  phone?: string | undefined;
  problem?: Problem | undefined;
  /** The form that had the problem. */
  typed?: URLSearchParams | undefined;
}

/** One step of signing in: a form that works without scripts. Who has to wait for minutes gets no form. */
export const loginPage = (view: LoginView): string => {
  const { language, step, client, phone, problem } = view;
  const text = texts[language];
  const other = others[step](text);
  const isLocked = problem?.kind === 'locked' || problem?.kind === 'crowded';
  const body = html`${client && html`<p>${text.toContinue(client)}</p>`}
${problem && html`<p role="alert" id="problem">${messageOf(problem, language)}</p>`}
${phone && !isLocked && html`<p>${text.codeSent(phone)}</p>`}
${!isLocked && formOf(view)}
<a href="?as=${other.as}&amp;lang=${language}">${other.label}</a>
<form method="post" action="?lang=${language}">
${hidden('cancel')}
<button type="submit" class="secondary">${text.cancel}</button>
</form>
${languageSwitch(view)}`;
  return page({ language, title: text.signIn, body });
};

/** The page for a browser that has no sign-in under way. */
export const stalePage = (language: Language): string =>
  page({ language, title: texts[language].stale, body: html`<p>${texts[language].staleAdvice}</p>` });
