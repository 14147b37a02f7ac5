import type { DocumentNode, NodeSpec } from '@weft/engine/graph';
import { ArrowUpCircle } from 'lucide-react';
import { useMemo } from 'react';
import { useLive } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button } from '../../ui/index.ts';
import { mainFields, ParamField } from '../param-form/index.ts';
import { CellOutput } from './CellOutput.tsx';
import { CellProblems } from './CellProblems.tsx';
import { CellProgress } from './CellProgress.tsx';
import { CellQuestion } from './CellQuestion.tsx';
import { CellTrouble } from './CellTrouble.tsx';
import { messages } from './messages.ts';
import { NodeNote } from './NodeNote.tsx';
import { takeOver, upgradeOf } from './upgrade.ts';
import type { CellModel } from './useCell.ts';

/** Everything of a cell below its header, on the canvas and in the notebook alike: same parts, same state. */
export function CellContent({
  nodeId,
  cell,
  node,
  spec,
  size,
}: {
  nodeId: string;
  cell: CellModel;
  node: DocumentNode;
  spec: NodeSpec;
  size: 'inline' | 'large';
}) {
  const { step, title, noting, setNoting } = cell;
  const fields = useMemo(() => mainFields(spec), [spec]);
  const upgrade = useMemo(() => upgradeOf(node), [node]);
  const fixed = upgrade?.forced === true;
  return (
    <>
      {step?.status === 'running' && <CellProgress title={title} progress={step.progress} />}
      <NodeNote nodeId={nodeId} title={title} editing={noting} onEditing={setNoting} />
      {upgrade !== null && fixed && <UpgradeNote nodeId={nodeId} upgrade={upgrade} />}
      <div className={size === 'inline' ? 'space-y-1.5' : 'max-w-140 space-y-2'}>
        {fields.map((field) => (
          <ParamField key={field.name} nodeId={nodeId} spec={spec} field={field} room="line" fixed={fixed} />
        ))}
      </div>
      <CellProblems nodeId={nodeId} fields={fields.map(({ name }) => name)} />
      {step !== null && <CellTrouble step={step} />}
      {step !== null && step.question !== null && <CellQuestion nodeId={nodeId} raw={step.question} />}
      <CellOutput nodeId={nodeId} title={title} size={size} />
    </>
  );
}

export function UpgradeNote({
  nodeId,
  upgrade,
}: {
  nodeId: string;
  upgrade: NonNullable<ReturnType<typeof upgradeOf>>;
}) {
  const t = useMessages(messages);
  const { doc, canEdit } = useLive();
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-sunken p-2 text-sm">
      <ArrowUpCircle size={14} aria-hidden className="shrink-0 text-waiting" />
      <span className="min-w-40 flex-1">{t('old-version', { from: upgrade.from, to: upgrade.to })}</span>
      {canEdit && (
        <Button size="sm" className="nodrag" onClick={() => takeOver(doc, nodeId, upgrade)}>
          {t('upgrade', { to: upgrade.to })}
        </Button>
      )}
    </div>
  );
}
