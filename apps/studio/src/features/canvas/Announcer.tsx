import { specOf, useLive, useSelection } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

/** Tells a screen reader which node the keys have gone to. */
export function Announcer() {
  const t = useMessages(messages);
  const language = useLanguage();
  const { store } = useLive();
  const { nodes } = useSelection();
  const [id] = nodes;
  const node = nodes.size === 1 && id !== undefined ? store.node(id) : null;
  const title = node === null ? '' : (node.title ?? specOf(node)?.title[language] ?? node.type);
  return (
    <div role="status" className="sr-only">
      {node === null ? (nodes.size > 1 ? t('selected', { count: nodes.size }) : '') : title}
    </div>
  );
}
