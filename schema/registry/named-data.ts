import { directivesOf, textArgument } from './sdl/directive.ts';
import type { MemberNode } from './sdl/part.ts';
import type { PersonalDataClass } from './terms.ts';

const names =
  /^(nik|kk|npwp|phone|mobile|email|address|birth(Date|Place|day)|dateOfBirth|motherName|mothersMaidenName|accountNumber|walletNumber|cardNumber|religion|salary|income)(Number|Address)?$/i;

/** The class of what is named as personal data usually is. */
export const namedClassOf = (name: string): PersonalDataClass | undefined => (names.test(name) ? 'GENERAL' : undefined);

/** What an element says of itself; undefined where it says nothing. */
export const statedClassOf = (node: Pick<MemberNode, 'directives'>): PersonalDataClass | 'NONE' | undefined => {
  const found = directivesOf(node, 'tag').map((tag) => textArgument(tag, 'name'));
  if (found.includes('personal-data/specific')) return 'SPECIFIC';
  if (found.includes('personal-data/general')) return 'GENERAL';
  return found.includes('personal-data/none') ? 'NONE' : undefined;
};
