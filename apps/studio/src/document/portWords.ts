import { refusal, type PortType } from '@weft/engine/graph';
import { currentLanguage, translate } from '../i18n/index.ts';
import { messages } from './messages.ts';
import type { WhyNot } from './wiring.ts';

/** The sentence that tells why a wire cannot go somewhere. */
export function whyNot(why: WhyNot): string {
  if (why.kind !== 'type') return translate(messages)(`why-${why.kind}`);
  const half = refusal(why.from, why.to)?.[currentLanguage()] ?? '';
  return half.charAt(0).toUpperCase() + half.slice(1);
}

export const kindWord = ({ kind }: Pick<PortType, 'kind'>): string => translate(messages)(`kind-${kind}`);

/** "table with text, label", "model for classification": what a port gives or takes. */
export function typeWords(type: PortType): string {
  const t = translate(messages);
  if (type.kind === 'table' && Object.keys(type.columns).length > 0)
    return t('table-with', { columns: Object.keys(type.columns).join(', ') });
  if (type.kind === 'model' && type.task !== null) return t('model-for', { task: type.task });
  if (type.kind === 'report' && type.about !== null) return t('report-about', { about: type.about });
  return kindWord(type);
}
