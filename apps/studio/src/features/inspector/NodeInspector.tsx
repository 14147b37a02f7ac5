import type { DocumentNode, NodeSpec } from '@weft/engine/graph';
import { useMemo, useState } from 'react';
import { specOf, useLive, useNode } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { useStep } from '../../runs/index.ts';
import { Button, Code, StageIcon, StatusBadge } from '../../ui/index.ts';
import { NodeNote, UnknownNode, UpgradeNote, upgradeOf } from '../cell/index.ts';
import { groupedFields, ParamField, type Field } from '../param-form/index.ts';
import { messages } from './messages.ts';
import { PortList } from './PortList.tsx';
import { Section } from './Section.tsx';

/** Everything that can be set on one node, and everything that is known about it. */
export function NodeInspector({ nodeId }: { nodeId: string }) {
  const node = useNode(nodeId);
  if (node === null) return null;
  const spec = specOf(node);
  return spec === null ? (
    <div className="p-4">
      <UnknownNode node={node} />
    </div>
  ) : (
    <Known nodeId={nodeId} node={node} spec={spec} />
  );
}

function Known({ nodeId, node, spec }: { nodeId: string; node: DocumentNode; spec: NodeSpec }) {
  const t = useMessages(messages);
  const language = useLanguage();
  const step = useStep(nodeId);
  const { canEdit } = useLive();
  const [noting, setNoting] = useState(false);
  const { main, advanced, limits } = useMemo(() => groupedFields(spec), [spec]);
  const upgrade = useMemo(() => upgradeOf(node), [node]);
  const fixed = upgrade?.forced === true;
  const title = node.title ?? spec.title[language];
  const fields = (list: readonly Field[]) =>
    list.map((field) => (
      <ParamField key={field.name} nodeId={nodeId} spec={spec} field={field} room="page" fixed={fixed} />
    ));
  return (
    <>
      <header className="space-y-1 border-b border-line px-4 py-3">
        <h2 className="flex items-center gap-2 text-lg font-semibold">
          <StageIcon stage={spec.stage} />
          <span className="min-w-0 flex-1 break-words">{title}</span>
          {step !== null && <StatusBadge status={step.status} className="text-sm" />}
        </h2>
        <p className="text-sm text-ink-2">{spec.description[language]}</p>
        {upgrade !== null && <UpgradeNote nodeId={nodeId} upgrade={upgrade} />}
      </header>
      <Section title={t('main')}>{fields(main)}</Section>
      {advanced.length > 0 && (
        <Section title={t('advanced')} open={false}>
          {fields(advanced)}
        </Section>
      )}
      {limits.length > 0 && (
        <Section title={t('limits')} hint={t('limits-hint')} open={false}>
          {fields(limits)}
        </Section>
      )}
      <Section title={t('ports')}>
        <PortList nodeId={nodeId} spec={spec} />
      </Section>
      <Section title={t('note')}>
        <NodeNote nodeId={nodeId} title={title} editing={noting} onEditing={setNoting} />
        {canEdit && !noting && (node.note ?? '') === '' && (
          <Button size="sm" onClick={() => setNoting(true)}>
            {t('add-note')}
          </Button>
        )}
      </Section>
      <Section title={t('about')} open={false}>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <dt className="text-ink-3">{t('type')}</dt>
          <dd>
            <Code>{node.type}</Code>
          </dd>
          <dt className="text-ink-3">{t('version')}</dt>
          <dd>{node.version ?? t('no-version')}</dd>
          <dt className="text-ink-3">{t('key')}</dt>
          <dd>
            <Code>{nodeId}</Code>
          </dd>
          <dt className="text-ink-3">{t('purity')}</dt>
          <dd>{t(`purity-${spec.purity}`)}</dd>
        </dl>
      </Section>
    </>
  );
}
