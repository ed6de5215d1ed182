export { rememberAnnounced } from './announced.service.ts';
export { LOCK as LOCK_CONDITIONS, WALLET as REMEMBER_WALLETS } from './condition.statement.ts';
export { forecastWave, forecastYear } from './forecast.ts';
export { settle } from './settle.service.ts';
