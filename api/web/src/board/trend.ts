// The option of the trend chart: one duty by its periods, stacked by status. Patterns repeat what
// colours say; hints are drawn as text, since the page allows no markup from scripts.
import type { Table } from '../api/types';
import { countsOf, figureTitles, placesOf, rateOf, rateText, type CountName } from '../lib/figures';
import { parsePeriod, shortTitle } from '../lib/periods';

const parts: { name: CountName; colour: string; symbol: string }[] = [
  { name: 'onTime', colour: '#5b9a76', symbol: 'none' },
  { name: 'late', colour: '#d79a3c', symbol: 'rect' },
  { name: 'missing', colour: '#b9474b', symbol: 'line' },
  { name: 'inProgress', colour: '#7fa6cf', symbol: 'circle' },
];

const decals: Record<string, object> = {
  none: { symbol: 'none' },
  rect: { symbol: 'rect', symbolSize: 0.6, dashArrayX: [4, 4], dashArrayY: [4, 4], color: 'rgba(255,255,255,.65)' },
  line: { symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.785, color: 'rgba(255,255,255,.6)' },
  circle: { symbol: 'circle', symbolSize: 0.5, dashArrayX: [5, 5], dashArrayY: [5, 5], color: 'rgba(255,255,255,.8)' },
};

export interface Bar {
  key: string;
  title: string;
  words: string;
  counts: ReturnType<typeof countsOf>;
}

export function barsOf(table: Table): Bar[] {
  const places = placesOf(table);
  return table.rows.map((row) => {
    const key = String(row.cells[places.period]);
    const counts = countsOf(row, places);
    const period = parsePeriod(key);
    const words =
      `应报 ${counts.expected}，按时 ${counts.onTime}，逾期 ${counts.late}，未报 ${counts.missing}` +
      (counts.inProgress ? `，进行中 ${counts.inProgress}` : '') +
      `，按时率 ${rateText(rateOf(counts))}`;
    return { key, title: period ? shortTitle(period) : key, words, counts };
  });
}

export function optionOf(bars: Bar[], font: string) {
  return {
    animation: false,
    textStyle: { fontFamily: font, color: '#3b4450' },
    aria: { enabled: true, decal: { show: true } },
    grid: { left: 44, right: 12, top: 34, bottom: 26 },
    legend: { top: 2, left: 0, itemWidth: 16, itemHeight: 10, itemGap: 14, textStyle: { fontSize: 12 } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { type: 'shadow' },
      formatter: (items: { dataIndex: number }[]) => {
        const bar = bars[items[0].dataIndex];
        return `${bar.title}\n${bar.words.split('，').join('\n')}`;
      },
    },
    xAxis: {
      type: 'category',
      data: bars.map((bar) => bar.title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#aeb7c2' } },
      axisLabel: { interval: 0, fontSize: 12 },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: '#e7eaee' } },
      axisLabel: { fontSize: 12 },
    },
    series: parts.map((part) => ({
      type: 'bar',
      name: figureTitles[part.name],
      stack: 'all',
      barMaxWidth: 34,
      cursor: 'pointer',
      itemStyle: { color: part.colour, decal: decals[part.symbol] },
      data: bars.map((bar) => bar.counts[part.name]),
    })),
  };
}
