export { refusals } from './profile.refusal.ts';
export { publishingFault } from './profile.service.ts';
