export type { Product } from './product.data.ts';
export { productAt, productOf } from './product.policy.ts';
