export { LexicalIndexBuilder } from './lexicalBuilder.ts';
export { LexicalIndex, type LexicalHit } from './lexicalIndex.ts';
export { LEXICAL_DEFAULTS, type Field, type LexicalOptions } from './options.ts';
