import type { EChartsType } from 'echarts/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  chartOption,
  figureRows,
  type ChartColours,
  type ChartRequest,
  type Figure,
} from './chartOptions.ts';
import { formats } from './format.ts';
import { bilingual, type Language } from './words.ts';

const words = bilingual({ asTable: 'As a table' }, { asTable: '以表格显示' });

/** Rows of the table behind a chart. More than that is what the output's own table is for. */
const TABLE_ROWS = 200;

/**
 * A figure as a chart, and as a table for those who cannot see one. `percent` writes values as shares. ECharts arrives
 * with the first chart; until then the place is kept, so nothing jumps.
 */
export function Chart({
  figure,
  label,
  language,
  size,
  height = size === 'inline' ? 120 : 260,
  percent = false,
  onCell,
}: {
  figure: Figure;
  /** What the chart shows, in words. */
  label: string;
  language: Language;
  size: 'inline' | 'large';
  height?: number;
  percent?: boolean;
  /** A press on a cell of a heat map. */
  onCell?: (x: number, y: number) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const colours = useChartColours();
  const format = formats(language);
  const write = percent ? format.percent : format.short;
  const pressed = useRef(onCell);
  pressed.current = onCell;

  useEffect(() => {
    let made: EChartsType | null = null;
    let gone = false;
    const element = place.current!;
    const resize = new ResizeObserver(() => made?.resize());
    void import('./echarts.ts').then(({ init }) => {
      if (gone) return;
      made = init(element, null, { renderer: 'canvas' });
      made.on('click', ({ value }) => {
        if (Array.isArray(value)) pressed.current?.(Number(value[0]), Number(value[1]));
      });
      resize.observe(element);
      setChart(made);
    });
    return () => {
      gone = true;
      resize.disconnect();
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    if (chart === null || colours === null || chart.isDisposed()) return;
    // Replaced as a whole: merging would keep lines of a run that is no longer shown.
    chart.setOption(chartOption({ figure, colours, small: size === 'inline', write, writeX: format.short }), {
      notMerge: true,
    });
  }, [chart, figure, colours, size, write, format]);

  return (
    <figure className="min-w-0">
      <div ref={place} role="img" aria-label={label} className="nodrag nowheel w-full" style={{ height }} />
      {size === 'large' ? (
        <details className="text-sm">
          <summary className="cursor-default text-ink-3">{words(language).asTable}</summary>
          <FigureTable figure={figure} write={write} writeX={format.short} />
        </details>
      ) : (
        <div className="sr-only">
          <FigureTable figure={figure} write={write} writeX={format.short} />
        </div>
      )}
    </figure>
  );
}

function FigureTable({ figure, write, writeX }: Pick<ChartRequest, 'figure' | 'write' | 'writeX'>) {
  const [head = [], ...rows] = useMemo(() => figureRows(figure, { write, writeX }), [figure, write, writeX]);
  return (
    <div className="nowheel max-h-60 overflow-auto">
      <table className="border-collapse text-sm">
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col" className="border border-line bg-sunken px-2 text-left font-medium">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, TABLE_ROWS).map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j} className="border border-line px-2 font-mono">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The palette as the page has it now; read again when the theme changes. */
export function useChartColours(): ChartColours | null {
  const [colours, setColours] = useState<ChartColours | null>(null);
  useEffect(() => {
    const read = () => setColours(coloursOf(getComputedStyle(document.documentElement)));
    read();
    const watch = new MutationObserver(read);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => watch.disconnect();
  }, []);
  return colours;
}

/** Hues of the stages, in an order that keeps neighbours apart. */
const SERIES = ['ingest', 'train', 'index', 'publish', 'evaluate', 'chunk', 'embed', 'code'];

function coloursOf(style: CSSStyleDeclaration): ChartColours {
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    font: getComputedStyle(document.body).fontFamily,
    ink: token('ink'),
    quiet: token('ink-3'),
    line: token('line'),
    surface: token('raised'),
    series: SERIES.map((stage) => token(`stage-${stage}`)),
    heat: [token('sunken'), token('stage-evaluate')],
  };
}
