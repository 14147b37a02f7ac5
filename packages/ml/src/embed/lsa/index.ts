export {
  decodeLsa,
  embedLsa,
  encodeLsa,
  fitLsa,
  LSA_DEFAULTS,
  type LsaModel,
  type LsaOptions,
} from './lsa.ts';
