import { inputError } from '../../kit/errors.ts';

const malformed = {
  en: '`region` takes a Kemendagri code, such as 32 or 32.73.',
  id: '`region` menerima kode Kemendagri, misalnya 32 atau 32.73.',
};

/**
 * The dotted form of a region code; a code whose dot is missing is understood. Whether the region exists is known to
 * its owner only, so an unknown one finds nothing here.
 * @throws GraphQLError REGION_CODE_MALFORMED
 */
export const readRegionCode = (code: string): string => {
  const [, province, regency] = /^(\d{2})(?:\.?(\d{2}))?$/.exec(code) ?? [];
  if (province) return regency ? `${province}.${regency}` : province;
  throw inputError('REGION_CODE_MALFORMED', malformed, 'region');
};
