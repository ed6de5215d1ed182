export { seedCampaign2021 } from './campaign-2021.seed.ts';
