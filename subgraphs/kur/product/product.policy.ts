import { type Product, products } from './product.data.ts';

const jakartaDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', dateStyle: 'short' });

/** @throws RangeError before the first product */
export const productAt = (now: Date): Product => {
  const today = jakartaDay.format(now);
  const found = products.findLast(({ from }) => from <= today);
  if (!found) throw new RangeError(`no product is in force on ${today}`);
  return found;
};

/** @throws RangeError for a version that never was */
export const productOf = (version: string): Product => {
  const found = products.find((each) => each.version === version);
  if (!found) throw new RangeError(`there is no product ${version}`);
  return found;
};
