import { ArgsType, Field, Int } from 'type-graphql';
import { inputError } from '../../kit/errors.ts';
import { readRegionCode } from '../region/region.service.ts';
import { MOST, SKILLS } from './alumnus.limit.ts';

@ArgsType()
export class AlumniArgs {
  @Field(() => Int, { description: `How many to return: 1 to ${MOST}.` })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Continue behind this cursor, taken from `pageInfo.endCursor` of the same search on the same day.',
  })
  after?: string | null;
}

const texts = {
  outOfRange: { en: `\`skills\` takes 1 to ${SKILLS} codes.`, id: `\`skills\` menerima 1 sampai ${SKILLS} kode.` },
  malformed: {
    en: '`skills` takes codes of skills, such as data-analysis.',
    id: '`skills` menerima kode keterampilan, misalnya data-analysis.',
  },
  province: {
    en: '`region` takes the code of a province, such as 32: where somebody lives is shown no closer.',
    id: '`region` menerima kode provinsi, misalnya 32: tempat tinggal tidak ditampilkan lebih rinci.',
  },
};

/** @throws GraphQLError SKILLS_OUT_OF_RANGE, SKILL_CODE_MALFORMED */
export const readSkills = (codes: readonly string[]): string[] => {
  const skills = [...new Set(codes)];
  if (skills.length < 1 || skills.length > SKILLS) {
    throw inputError('SKILLS_OUT_OF_RANGE', texts.outOfRange, 'skills');
  }
  if (!skills.every((code) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) && code.length <= 100)) {
    throw inputError('SKILL_CODE_MALFORMED', texts.malformed, 'skills');
  }
  return skills.toSorted();
};

/** @throws GraphQLError REGION_CODE_MALFORMED, PROVINCE_EXPECTED */
export const readProvince = (code: string): string => {
  const region = readRegionCode(code);
  if (region.length > 2) throw inputError('PROVINCE_EXPECTED', texts.province, 'region');
  return region;
};
