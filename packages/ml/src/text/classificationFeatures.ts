import type { TfidfOptions } from './tfidf.ts';

/**
 * Features for classifying short texts. Accuracy of a linear model (one-vs-rest squared hinge, C = 1) on a held-out
 * fifth of banking77's training set: words 1–2 0.875; with chars 2–5 0.894; with pairs too 0.907, and 0.920 on the test
 * set (the usual TF-IDF with a linear SVM: 0.912). Folding 56,000 features into 65,536, 32,768 and 16,384 gives 0.906,
 * 0.905 and 0.903. Other idf curves, weights of families and letters across words made no difference beyond chance.
 */
export const CLASSIFICATION_FEATURES: TfidfOptions = {
  families: [
    { kind: 'words', from: 1, to: 2, stem: true },
    { kind: 'chars', from: 2, to: 5 },
    { kind: 'pairs' },
  ],
  minTexts: 2,
  dimensions: 16384,
};
