// Throughput, lag and refusals of the last minute, and what Google would bill.

import { OPERATIONS } from './bill.js'
import { barChart, lineChart } from './chart.js'
import { el, milliseconds } from './dom.js'
import { live } from './live.js'

const SECONDS = 60
const SHARES = [0.5, 0.95]

const percentile = (values, share) => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** By second, the newest last. */
const bySecond = (entries, end) => {
  const seconds = Array.from({ length: SECONDS }, () => [])
  for (const [at, value] of entries) {
    const i = SECONDS - 1 - Math.floor((end - at) / 1_000)
    if (i >= 0 && i < SECONDS) seconds[i].push(value)
  }
  return seconds
}

const charts = () => {
  const end = performance.timeOrigin + performance.now()
  const events = [...live.journeys.all.values()].filter(it => it.kind === 'event')
  const visible = events.filter(it => it.visibleAt !== undefined)
  const decided = bySecond(events.map(it => [it.decidedAt, 1]), end).map(them => them.length)
  const shown = bySecond(visible.map(it => [it.visibleAt, 1]), end).map(them => them.length)
  const lags = bySecond(visible.map(it => [it.visibleAt, it.visibleAt - it.decidedAt]), end)
  const all = lags.flat()
  const total = decided.reduce((sum, number) => sum + number, 0)
  return [
    lineChart('Events per second, decided and (dashed) visible in every view:',
      `${total} in the last minute, at most ${Math.max(...decided)} a second`,
      [['first', decided], ['second', shown]]),
    lineChart('Lag, from event to every view, median and (dashed) 95th percentile:',
      all.length ? SHARES.map(share => milliseconds(percentile(all, share))).join(' and ') : 'none in the last minute',
      SHARES.map((share, i) => [['first', 'second'][i], lags.map(them => percentile(them, share))])),
    barChart('Refused commands, by reason', [...live.journeys.refusals].toSorted(([, a], [, b]) => b - a))
  ]
}

const billCharts = () => {
  const end = performance.timeOrigin + performance.now()
  return OPERATIONS.map(name => {
    const numbers = bySecond(live.bill.changes.map(it => [it.at, it[name]]), end)
      .map(them => them.reduce((sum, number) => sum + number, 0))
    const total = numbers.reduce((sum, number) => sum + number, 0)
    return lineChart(`Billed ${name} per second:`, `${total} in the last minute`, [['first', numbers]])
  })
}

const NOT_COUNTED =
  'This run does not count billed operations. A run on the emulators does, unless each function has its own process (--isolate).'

const ELSEWHERE = 'Billed operations are a local run\'s own knowledge. For a real system, see Google\'s billing reports.'

/** Seven digits: a read costs $0.0000003. */
const money = dollars => `$${dollars.toFixed(7)}`

const billed = () => {
  const { total } = live.bill
  if (!total) return [el('p', {}, live.isLocal ? NOT_COUNTED : ELSEWHERE)]
  const figure = (name, text) => [el('b', { 'data-billed': name }, text), ` ${name}`]
  return [
    el('p', {},
      'Since this page was opened: ',
      OPERATIONS.map((name, i) => [i > 0 && ', ', figure(name, total[name])]).flat(),
      '; at list prices, ', el('b', { 'data-billed': 'dollars' }, money(total.dollars)), '.'),
    el('p', {},
      'Counts every operation of the functions on Firestore and Pub/Sub, and every delivery, but not the calls of functions. ',
      'Timers and reconcilers run more often here than in the cloud.'),
    el('div', { class: 'charts' }, billCharts())
  ]
}

export const view = () => {
  const place = el('div', { class: 'charts' }, charts())
  const bill = el('div', {}, billed())
  const draw = () => {
    place.replaceChildren(...charts())
    bill.replaceChildren(...billed())
  }
  const timer = setInterval(draw, 1_000)
  return {
    element: el('div', {},
      el('h2', {}, 'Measure'),
      el('p', {}, live.isLocal
        ? 'What the last events show, for the last minute; refusals since the run began, as far as it remembers.'
        : 'As the audit log shows it: its lag includes up to two seconds until this page asks.'),
      place,
      el('h3', {}, 'What Google would bill'),
      bill),
    stop: () => clearInterval(timer)
  }
}
