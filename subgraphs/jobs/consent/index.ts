export { liveConsentSql } from './live-consent.ts';
