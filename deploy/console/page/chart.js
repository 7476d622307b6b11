// A line chart and bars, small and without axes: the words beside them say the numbers.

import { el, svg } from './dom.js'

const WIDTH = 600
const HEIGHT = 120

const TOP = 8

const points = (values, most) => values
  .map((value, i) => [(i / (values.length - 1)) * WIDTH, HEIGHT - (value / most) * (HEIGHT - TOP)])
  .filter((point, i) => values[i] !== undefined)
  .join(' ')

/** `lines` are pairs of a class and its values; a value may be missing. */
export const lineChart = (title, words, lines) => {
  const most = Math.max(1, ...lines.flatMap(([, values]) => values.filter(value => value !== undefined)))
  return el('figure', {},
    el('figcaption', {}, title, ' ', el('b', {}, words)),
    svg('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `${title} ${words}`
    },
      lines.map(([name, values]) => svg('polyline', { class: name, points: points(values, most) }))))
}

/** `bars` are pairs of a name and a number. */
export const barChart = (title, bars) => {
  const most = Math.max(1, ...bars.map(([, number]) => number))
  const bar = ([name, number]) => el('li', {},
    el('span', {}, `${name} `, el('b', {}, String(number))),
    el('meter', { min: '0', max: String(most), value: String(number), 'aria-label': name }))
  return el('figure', {},
    el('figcaption', {}, title),
    bars.length ? el('ul', { class: 'bars' }, bars.map(bar)) : el('p', {}, 'None.'))
}
