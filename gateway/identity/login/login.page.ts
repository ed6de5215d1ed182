import type { Refusal } from '../outcome.ts';
import { type Html, html, page } from '../page.ts';
import { clockTime, type Language, texts } from '../text.ts';

export type Step = 'phone' | 'password' | 'code' | 'totp';
export type Problem = Refusal | { kind: 'badPhone' | 'badEmail' };

type Text = (typeof texts)['en'];

interface Field {
  name: string;
  label: string;
  /** Attributes that say what the field takes, so that keyboards and password managers fit. */
  attributes: Html;
  hint?: string;
}

const digits = (name: string, label: string): Field => ({
  name,
  label,
  attributes: html`type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="6" pattern="[0-9]{6}"`,
});

const fieldsOf: Record<Step, (text: Text) => Field[]> = {
  phone: (text) => [
    {
      name: 'phone',
      label: text.phone,
      attributes: html`type="tel" inputmode="tel" autocomplete="tel" maxlength="24"`,
      hint: text.phoneHint,
    },
  ],
  password: (text) => [
    { name: 'email', label: text.email, attributes: html`type="email" autocomplete="username" maxlength="254"` },
    {
      name: 'password',
      label: text.password,
      attributes: html`type="password" autocomplete="current-password" maxlength="256"`,
    },
  ],
  code: (text) => [digits('code', text.code)],
  totp: (text) => [digits('code', text.totp)],
};

const others: Record<Step, (text: Text) => Html> = {
  phone: (text) => html`<a href="?as=officer">${text.toOfficer}</a>`,
  password: (text) => html`<a href="?as=participant">${text.toParticipant}</a>`,
  code: (text) => html`<a href="?as=participant">${text.anotherCode}</a>`,
  totp: (text) => html`<a href="?as=officer">${text.startAgain}</a>`,
};

export const messageOf = (problem: Problem, language: Language): string => {
  const text = texts[language];
  if (problem.kind === 'busy') return text.busy;
  if ('until' in problem) return text[problem.kind](clockTime(problem.until));
  return 'triesLeft' in problem ? `${text[problem.kind]} ${text.triesLeft(problem.triesLeft)}` : text[problem.kind];
};

/** The first field has the focus, and its description says what went wrong. */
const inputOf = ({ name, label, attributes, hint }: Field, isFirst: boolean, isWrong: boolean): Html => {
  const describedBy = [hint && `${name}-hint`, isWrong && 'problem'].filter(Boolean).join(' ');
  return html`<label for="${name}">${label}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
<input id="${name}" name="${name}" ${attributes} required${isFirst && html` autofocus`}${isWrong && html` aria-invalid="true"`}${describedBy !== '' && html` aria-describedby="${describedBy}"`}>`;
};

const hidden = (step: Step | 'cancel') => html`<input type="hidden" name="step" value="${step}">`;

const formOf = (step: Step, text: Text, isWrong: boolean) => html`<form method="post" action="?">
${hidden(step)}
${fieldsOf[step](text).map((field, index) => inputOf(field, index === 0, isWrong))}
<button type="submit">${step === 'phone' ? text.sendCode : text.continue}</button>
</form>`;

export interface LoginView {
  language: Language;
  step: Step;
  problem?: Problem | undefined;
}

/** One step of signing in: a form that works without scripts. Who has to wait for minutes gets no form. */
export const loginPage = ({ language, step, problem }: LoginView): string => {
  const text = texts[language];
  const isLocked = problem?.kind === 'locked' || problem?.kind === 'crowded';
  const body = html`${problem && html`<p role="alert" id="problem">${messageOf(problem, language)}</p>`}
${step === 'code' && !isLocked && html`<p>${text.codeSent}</p>`}
${!isLocked && formOf(step, text, problem !== undefined)}
${others[step](text)}
<form method="post" action="?">
${hidden('cancel')}
<button type="submit" class="secondary">${text.cancel}</button>
</form>`;
  return page({ language, title: text.signIn, body });
};

/** For who has no sign-in under way in this browser. */
export const stalePage = (language: Language): string =>
  page({ language, title: texts[language].stale, body: html`<p>${texts[language].staleAdvice}</p>` });
