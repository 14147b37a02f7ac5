import type { NodeSpec, Port } from '@weft/engine/graph';
import { reveal, select, useWires } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useTitles } from '../../runs/index.ts';
import { messages } from './messages.ts';
import { portWords } from './portWords.ts';

/** The ports of a node: what each is for, and what it is wired to. */
export function PortList({ nodeId, spec }: { nodeId: string; spec: NodeSpec }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const wires = useWires(nodeId);
  const others = (side: 'in' | 'out', port: string) =>
    wires
      .map(([id, edge]) => ({
        id,
        own: side === 'in' ? edge.to : edge.from,
        other: side === 'in' ? edge.from : edge.to,
      }))
      .filter(({ own }) => own.node === nodeId && own.port === port);
  return (
    <>
      {(['in', 'out'] as const).map((side) => {
        const ports = Object.entries(side === 'in' ? spec.inputs : spec.outputs);
        return ports.length === 0 ? null : (
          <div key={side}>
            <h4 className="text-xs font-medium text-ink-2">{t(side === 'in' ? 'inputs' : 'outputs')}</h4>
            <ul className="divide-y divide-line">
              {ports.map(([name, port]) => (
                <li key={name} className="py-1.5 text-sm">
                  <PortLine name={name} port={port} />
                  {others(side, name).map(({ id, other }) => (
                    <button
                      key={id}
                      type="button"
                      onClick={() => {
                        select([other.node]);
                        reveal(other.node);
                      }}
                      className="block w-full truncate rounded-sm text-left text-ink-2 hover:bg-hover"
                      title={t('go-to', { title: titleOf(other.node) })}
                    >
                      {side === 'in' ? '← ' : '→ '}
                      {titleOf(other.node)} <span className="font-mono text-xs text-ink-3">{other.port}</span>
                    </button>
                  ))}
                  {side === 'in' && others(side, name).length === 0 && (
                    <p className={port.optional === true ? 'text-ink-3' : 'text-waiting'}>
                      {t(port.optional === true ? 'unwired' : 'unwired-needed')}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

function PortLine({ name, port }: { name: string; port: Port }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const marks = [port.optional === true ? t('optional') : null, port.many === true ? t('many') : null];
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className="font-mono font-medium">{name}</span>
        <span className="text-xs text-ink-3">{marks.filter((mark) => mark !== null).join(' · ')}</span>
      </p>
      <p className="break-words text-ink-3">{port.description?.[language] ?? portWords(port.type, t)}</p>
    </>
  );
}
