import type { PortType } from '@weft/engine/graph';
import type { Translate } from '../../i18n/index.ts';
import type { messages } from './messages.ts';

/** What a port takes or gives, in words: "table with text, vector". */
export function portWords(type: PortType, t: Translate<(typeof messages)['en']>): string {
  const kind = t(`kind-${type.kind}`);
  switch (type.kind) {
    case 'table': {
      const columns = Object.entries(type.columns).map(([name, column]) => `${name} ${column}`);
      return `${kind} · ${[...columns, ...(type.open ? [t('any-columns')] : [])].join(', ')}`;
    }
    case 'model':
      return type.task === null ? kind : `${kind} · ${type.task}`;
    case 'report':
      return type.about === null ? kind : `${kind} · ${type.about}`;
    case 'index':
    case 'blob':
      return kind;
  }
}
