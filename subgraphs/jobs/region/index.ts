export { neighboursOf } from './neighbours.data.ts';
export { provinceNames } from './provinces.data.ts';
export { readRegionCode } from './region.service.ts';
