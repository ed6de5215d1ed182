import { directivesOf, textArgument } from './sdl/directive.ts';
import type { MemberNode } from './sdl/part.ts';
import type { PersonalDataClass } from './terms.ts';

const names =
  /^(nik|kk|ktp|npwp|identityNumber|nationalId|passport|paspor|phone|mobile|telepon|hp|email|surel|address|alamat|birth(Date|Place|day)|dateOfBirth|(tanggal|tempat)Lahir|motherName|mothersMaidenName|ibuKandung|accountNumber|rekening|walletNumber|cardNumber|religion|agama|salary|gaji|income|penghasilan)(Number|Address)?$/i;
/** Numbers of a person and nothing else: no tag makes them harmless. */
const identifying = /^(nik|kk|ktp|npwp|identityNumber|nationalId|motherName|mothersMaidenName|ibuKandung)(Number)?$/i;

/** The class of what is named as personal data usually is. */
export const namedClassOf = (name: string): PersonalDataClass | undefined => (names.test(name) ? 'GENERAL' : undefined);

const wordsIn = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_]+/)
    .filter(Boolean);

/** A name without what stands before its last words, and in the singular, as in `participantNik` and `phone_numbers`. */
const endingsOf = (name: string): string[] => {
  const words = wordsIn(name);
  const ends = words.map((_, index) => words.slice(index).join(''));
  return ends.flatMap((end) => [end, end.replace(/s$/, '')]);
};

/** The class of what a name ends in. */
export const impliedClassOf = (name: string): PersonalDataClass | undefined =>
  endingsOf(name).some((end) => names.test(end)) ? 'GENERAL' : undefined;

/** What an element says of itself; undefined where it says nothing. */
export const statedClassOf = (node: Pick<MemberNode, 'directives'>): PersonalDataClass | 'NONE' | undefined => {
  const found = directivesOf(node, 'tag').map((tag) => textArgument(tag, 'name'));
  if (found.includes('personal-data/specific')) return 'SPECIFIC';
  if (found.includes('personal-data/general')) return 'GENERAL';
  return found.includes('personal-data/none') ? 'NONE' : undefined;
};

/** The class of an element by what it says and by its name; that it holds none is believed of no identity number. */
export const personalClassOf = (node: Pick<MemberNode, 'directives' | 'name'>): PersonalDataClass | undefined => {
  const stated = statedClassOf(node);
  if (stated === 'NONE') return endingsOf(node.name.value).some((end) => identifying.test(end)) ? 'GENERAL' : undefined;
  return stated ?? impliedClassOf(node.name.value);
};
