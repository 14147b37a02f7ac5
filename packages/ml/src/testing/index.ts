/** For tests and benches of every package. */
export { mulberry32 } from './mulberry32.ts';
export { publicData, recallAt1, xquad, type Xquad, type XquadQuestion } from './publicData.ts';
export { TINY_WIDTH, TINY_WORDS, writeTinyModel } from './tinyModel.ts';
