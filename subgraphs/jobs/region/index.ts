export { provinceNames } from './provinces.data.ts';
