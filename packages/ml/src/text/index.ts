export { CLASSIFICATION_FEATURES } from './classificationFeatures.ts';
export { guessLanguage } from './language.ts';
export { decodeTfidf, encodeTfidf, fitTfidf, tfidfWidth, transformTfidf } from './tfidf.ts';
export type { TfidfModel, TfidfOptions } from './tfidf.ts';
