import { typedEmail, typedMobile } from '../../subgraphs/kit/typed-contact.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';

/** A phone number in the form +62…. */
export type Phone = Secret<'phone'>;

/** An address in lower case. */
export type Email = Secret<'email'>;

/** An Indonesian mobile number as +62…, or undefined when the text is none. Numbers of made-up people reach nobody. */
export const parsePhone = (text: string): Phone | undefined => {
  const mobile = typedMobile(text);
  return mobile?.isIndonesian ? new Secret('phone', mobile.number) : undefined;
};

/** The address in its one form, or undefined when the text is none. */
export const parseEmail = (text: string): Email | undefined => {
  const email = typedEmail(text);
  return email === null ? undefined : new Secret('email', email);
};
