import { useEffect, useMemo, useState } from 'react';
import { Chart } from '../../view/Chart.tsx';
import { formats } from '../../view/format.ts';
import { useReadTable, OutputTable } from '../../view/OutputTable.tsx';
import { OutputPanel } from '../../view/GenericView.tsx';
import { Heading, Quiet, Skeleton } from '../../view/parts.tsx';
import type { TablePreview } from '../../view/memoryTable.ts';
import type { ViewModule, ViewProps } from '../../view/types.ts';
import { bilingual } from '../../view/words.ts';
import { mapFigure, spreadOffsets } from './mapFigure.ts';

const words = bilingual(
  {
    map: 'Map of the texts: near to each other means alike',
    made: (count: string, share: string) => `${count} texts; the map shows ${share} of their differences`,
    head: (n: string, all: string) => `seen through the first ${n} of ${all} numbers of each vector`,
    others: 'others',
    few: 'A map needs three vectors or more.',
    failed: 'The vectors could not be read.',
    embedder: 'Embedder',
    vectors: (n: string, dimensions: string) => `${n} × ${dimensions}`,
  },
  {
    map: '文本地图：距离越近越相似',
    made: (count: string, share: string) => `${count} 条文本；地图展示了 ${share} 的差异`,
    head: (n: string, all: string) => `仅依据每个向量 ${all} 个数中的前 ${n} 个`,
    others: '其他',
    few: '至少需要三个向量才能绘制地图。',
    failed: '无法读取向量。',
    embedder: '嵌入模型',
    vectors: (n: string, dimensions: string) => `${n} × ${dimensions}`,
  },
);

/** Four looks of fifty rows, spread over the table: enough to see clusters, quick enough for every cell on a canvas. */
const SAMPLE = { pages: 4, rows: 50 } as const;

/** Vectors as a map, then as rows. */
export function EmbeddingView(props: ViewProps) {
  const { step, language, size } = props;
  const say = words(language);
  const format = formats(language);
  const sample = useSample(props);
  const map = useMemo(() => (Array.isArray(sample) ? mapFigure(sample, say.others) : null), [sample, say]);
  if (step.outputs['chunks'] === undefined || sample === 'loading') return <Skeleton />;
  const dimensions = step.metrics['dimensions'];
  return (
    <div className="space-y-2">
      {sample === 'failed' && <Quiet>{say.failed}</Quiet>}
      {Array.isArray(sample) && map === null && <Quiet>{say.few}</Quiet>}
      {map !== null && (
        <>
          <Chart
            figure={map.figure}
            label={say.map}
            language={language}
            size={size}
            height={size === 'inline' ? 150 : 420}
          />
          <p className="text-xs text-ink-3">
            {say.made(format.number(map.count), format.percent(map.explained))}
            {dimensions !== undefined && map.components < dimensions && (
              <>, {say.head(format.number(map.components), format.number(dimensions))}</>
            )}
          </p>
        </>
      )}
      {size === 'large' && (
        <>
          <OutputTable {...props} port="chunks" />
          {step.outputs['embedder'] !== undefined && (
            <>
              <Heading>{say.embedder}</Heading>
              <OutputPanel {...props} port="embedder" />
            </>
          )}
        </>
      )}
    </div>
  );
}

/** Rows from all over the table. The arithmetic on them takes a millisecond, so it needs no worker of its own. */
function useSample({ step, read }: ViewProps): readonly TablePreview[] | 'loading' | 'failed' {
  const [sample, setSample] = useState<readonly TablePreview[] | 'loading' | 'failed'>('loading');
  const readTable = useReadTable(read, 'chunks');
  const output = step.outputs['chunks'];
  const [hash, rows] = [output?.hash, output?.rows ?? 0];
  useEffect(() => {
    if (hash === undefined) return;
    let current = true;
    Promise.all(
      spreadOffsets(rows, SAMPLE).map(async (offset) => await readTable({ offset, limit: SAMPLE.rows })),
    ).then(
      (previews) => current && setSample(previews),
      () => current && setSample('failed'),
    );
    return () => {
      current = false;
    };
  }, [hash, rows, readTable]);
  return sample;
}

export const keyFigure: NonNullable<ViewModule['keyFigure']> = ({ outputs, metrics }, language) => {
  const rows = outputs['chunks']?.rows;
  const { number } = formats(language);
  return typeof rows === 'number' && metrics['dimensions'] !== undefined
    ? words(language).vectors(number(rows), number(metrics['dimensions']))
    : null;
};
