export { waitForErasures } from './profile.service.ts';
