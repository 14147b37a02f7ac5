import { useSelection } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { DocumentInspector } from './DocumentInspector.tsx';
import { ManyInspector } from './ManyInspector.tsx';
import { messages } from './messages.ts';
import { NodeInspector } from './NodeInspector.tsx';

/** Everything about what is selected: one node, several, or the document when nothing is. */
export function Inspector() {
  const t = useMessages(messages);
  const { nodes } = useSelection();
  const [first] = nodes;
  return (
    <aside
      aria-label={t('inspector')}
      data-testid="inspector"
      className="relative w-80 shrink-0 overflow-y-auto border-l border-line bg-surface max-lg:w-72 max-md:hidden print:hidden"
    >
      {first === undefined ? (
        <DocumentInspector />
      ) : nodes.size === 1 ? (
        // Another node is another form: nothing typed into one may show in the other.
        <NodeInspector key={first} nodeId={first} />
      ) : (
        <ManyInspector ids={nodes} />
      )}
    </aside>
  );
}
