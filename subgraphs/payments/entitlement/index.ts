export { rememberAnnounced } from './announced.service.ts';
