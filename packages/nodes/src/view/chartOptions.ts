/**
 * What a chart shows, as data. A chart is drawn on a canvas that nobody can read with a screen reader, so the same data
 * is also its table.
 */
export type Figure =
  | {
      readonly kind: 'lines';
      readonly xName: string;
      readonly lines: readonly {
        readonly name: string;
        readonly points: readonly (readonly [x: number, y: number])[];
        readonly dashed?: boolean;
      }[];
      /** Bounds of the value axis; default: as the values need. */
      readonly min?: number;
      readonly max?: number;
    }
  | {
      readonly kind: 'bars';
      readonly xName: string;
      readonly bars: readonly { readonly label: string; readonly value: number }[];
      readonly max?: number;
      /** A second figure per bar, drawn as a line of points ("as sure as right"). */
      readonly ideal?: readonly number[];
    }
  | {
      readonly kind: 'points';
      readonly groups: readonly {
        readonly name: string;
        readonly points: readonly { readonly x: number; readonly y: number; readonly label: string }[];
      }[];
    }
  | {
      readonly kind: 'heat';
      readonly xName: string;
      readonly yName: string;
      readonly labels: readonly string[];
      /** [x, y, value]; cells without a value are left out. */
      readonly cells: readonly (readonly [x: number, y: number, value: number])[];
    };

/** Colours by meaning, read from the page, since a canvas knows no CSS variables. */
export interface ChartColours {
  /** A canvas inherits no font. */
  readonly font: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  readonly series: readonly string[];
  readonly heat: readonly [from: string, to: string];
}

export interface ChartRequest {
  readonly figure: Figure;
  readonly colours: ChartColours;
  readonly small: boolean;
  /** Writes values; what stands along the other axis (epochs) is a plain number. */
  readonly write: (value: number) => string;
  readonly writeX: (value: number) => string;
}

/** Plain ECharts option of a figure. Pure. */
export function chartOption({
  figure,
  colours,
  small,
  write,
  writeX,
}: ChartRequest): Record<string, unknown> {
  const text = { color: colours.quiet, fontSize: small ? 10 : 11 };
  const axis = (name: string, more: Record<string, unknown> = {}) => ({
    name,
    nameLocation: 'middle',
    nameGap: 22,
    nameTextStyle: text,
    axisLabel: { ...text, formatter: more['type'] === 'category' ? undefined : write, hideOverlap: true },
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    ...more,
  });
  // Small charts leave out the name of the axis; a heat map needs it to be read.
  const named = figure.kind === 'heat';
  const base = {
    animation: false,
    color: colours.series,
    textStyle: { fontFamily: colours.font, color: colours.ink },
    grid: { left: 8, right: 12, top: small ? 12 : 28, bottom: small && !named ? 4 : 24, containLabel: true },
    tooltip: {
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 12 },
      // Labels are other people's text: ECharts would put a string formatter's result into the page as HTML.
      renderMode: 'richText',
    },
  };
  switch (figure.kind) {
    case 'lines':
      return {
        ...base,
        tooltip: { ...base.tooltip, trigger: 'axis', valueFormatter: write },
        legend: {
          show: !small && figure.lines.length > 1,
          top: 0,
          textStyle: text,
          itemHeight: 2,
          icon: 'rect',
        },
        xAxis: axis(small ? '' : figure.xName, {
          type: 'value',
          minInterval: 1,
          min: 'dataMin',
          max: 'dataMax',
          axisLabel: { ...text, formatter: writeX, hideOverlap: true },
        }),
        yAxis: axis('', { type: 'value', scale: true, min: figure.min, max: figure.max }),
        series: figure.lines.map(({ name, points, dashed }) => ({
          type: 'line',
          name,
          data: points,
          // A single point has no line to be seen by.
          showSymbol: points.length < 3,
          symbolSize: 5,
          lineStyle: { width: 1.5, type: dashed === true ? 'dashed' : 'solid' },
          sampling: 'lttb',
        })),
      };
    case 'bars':
      return {
        ...base,
        tooltip: { ...base.tooltip, trigger: 'axis', valueFormatter: write },
        xAxis: axis(small ? '' : figure.xName, {
          type: 'category',
          data: figure.bars.map(({ label }) => label),
        }),
        yAxis: axis('', { type: 'value', max: figure.max }),
        series: [
          { type: 'bar', data: figure.bars.map(({ value }) => value), barCategoryGap: '12%' },
          ...(figure.ideal === undefined
            ? []
            : [
                {
                  type: 'line',
                  data: figure.ideal,
                  showSymbol: false,
                  lineStyle: { width: 1, type: 'dashed', color: colours.quiet },
                },
              ]),
        ],
      };
    case 'points':
      return {
        ...base,
        legend: { show: !small && figure.groups.length > 1, type: 'scroll', top: 0, textStyle: text },
        tooltip: { ...base.tooltip, formatter: '{b}' },
        xAxis: axis('', { type: 'value', scale: true, axisLabel: { show: false } }),
        yAxis: axis('', { type: 'value', scale: true, axisLabel: { show: false } }),
        series: figure.groups.map(({ name, points }) => ({
          type: 'scatter',
          name,
          symbolSize: small ? 4 : 7,
          itemStyle: { opacity: 0.75 },
          data: points.map(({ x, y, label }) => ({ name: label, value: [x, y] })),
        })),
      };
    case 'heat': {
      const most = Math.max(1, ...figure.cells.map(([, , value]) => value));
      const category = (name: string, inverse: boolean) =>
        axis(name, {
          type: 'category',
          data: figure.labels,
          inverse,
          axisLabel: { ...text, hideOverlap: true },
        });
      return {
        ...base,
        visualMap: {
          show: false,
          min: 0,
          max: most,
          inRange: { color: figure.cells.length ? [...colours.heat] : [] },
        },
        xAxis: category(figure.xName, false),
        yAxis: { ...category(figure.yName, true), nameGap: 40 },
        series: [{ type: 'heatmap', data: figure.cells }],
      };
    }
  }
}

/** The same figure as rows, for people who read instead of look. */
export function figureRows(
  figure: Figure,
  { write, writeX }: Pick<ChartRequest, 'write' | 'writeX'>,
): readonly (readonly string[])[] {
  switch (figure.kind) {
    case 'lines': {
      const xs = [...new Set(figure.lines.flatMap(({ points }) => points.map(([x]) => x)))].sort(
        (a, b) => a - b,
      );
      const byX = figure.lines.map(({ points }) => new Map(points));
      return [
        [figure.xName, ...figure.lines.map(({ name }) => name)],
        ...xs.map((x) => [writeX(x), ...byX.map((values) => (values.has(x) ? write(values.get(x)!) : ''))]),
      ];
    }
    case 'bars':
      return [[figure.xName, ''], ...figure.bars.map(({ label, value }) => [label, write(value)])];
    case 'points':
      return [
        ['', 'x', 'y'],
        ...figure.groups.flatMap(({ points }) =>
          points.map(({ x, y, label }) => [label, write(x), write(y)]),
        ),
      ];
    case 'heat':
      return [
        [figure.yName, figure.xName, ''],
        ...figure.cells.map(([x, y, value]) => [figure.labels[y]!, figure.labels[x]!, write(value)]),
      ];
  }
}
