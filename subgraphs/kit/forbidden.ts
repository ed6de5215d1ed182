import type { Text } from './language.ts';
import { Refusal } from './refusal.ts';

const conditions = {
  participant: { en: 'to be this participant', id: 'token peserta ini sendiri' },
  organization: { en: 'to be of this organisation', id: 'token organisasi ini' },
} as const;

/** What would have been enough: one of the scopes, or the condition. */
export interface SufficientAccess {
  scopes?: readonly string[];
  or?: keyof typeof conditions | Text;
}

const sufficientText = ({ scopes = [], or }: SufficientAccess): Text => {
  const names = scopes.map((scope) => `\`${scope}\``);
  const condition = typeof or === 'string' ? conditions[or] : or;
  const [en, id] = names.length > 0 ? [`the scope ${names.join(' or ')}`, `cakupan ${names.join(' atau ')}`] : [];
  const either = (one: string | undefined, other: string | undefined, between: string) =>
    [one, other].filter((part) => part !== undefined).join(between);
  return { en: either(en, condition?.en, ', or '), id: either(id, condition?.id, ', atau ') };
};

/** Returns the text for a token that does not suffice: of an error in queries, of a refusal in mutations. */
export const forbiddenText = (sufficient: SufficientAccess): Text => {
  const wanted = sufficientText(sufficient);
  return {
    en: `The token does not allow this; it takes ${wanted.en}.`,
    id: `Token tidak mengizinkan ini; diperlukan ${wanted.id}.`,
  };
};

/** The refusal of a mutation that a token does not allow. */
export const notAllowed = (sufficient: SufficientAccess): Refusal =>
  new Refusal('FORBIDDEN', forbiddenText(sufficient));
