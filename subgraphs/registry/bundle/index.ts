export { holdsSecret } from './bundle.service.ts';
