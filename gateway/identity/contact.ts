import { type IndexKind, normalise } from '../../subgraphs/kit/vault/normalise.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';

/** In the form +62…. */
export type Phone = Secret<'phone'>;

/** In lower case. */
export type Email = Secret<'email'>;

const parse = (kind: IndexKind, text: string): string | undefined => {
  try {
    return normalise(kind, text);
  } catch {
    return undefined;
  }
};

/** An Indonesian mobile number as +62…, or undefined when the text is none. */
export const parsePhone = (text: string): Phone | undefined => {
  const phone = parse('phone', text);
  return phone && /^\+628\d{7,11}$/.test(phone) ? new Secret('phone', phone) : undefined;
};

/** The address in lower case, or undefined when the text is none. */
export const parseEmail = (text: string): Email | undefined => {
  const email = parse('email', text);
  return email === undefined ? undefined : new Secret('email', email);
};
