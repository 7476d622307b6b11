// The stations of the pipeline, and the dots that travel between them.

import { el } from './dom.js'
import { HOPS } from './journeys.js'

const PLACES = {
  decided: 'Commands decide',
  appended: 'Event store',
  published: 'Event bus',
  projected: 'Projectors',
  visible: 'Views'
}

const TRAVEL_MILLIS = 500
const MOST_DOTS = 60

/** What happened before is not shown as if it happened now. */
const FRESH_MILLIS = 2_000

export const stations = () => {
  const counts = {}
  const places = {}
  const element = el('ol', { class: 'stations', 'aria-label': 'The way of an event' }, HOPS.map(([name]) => {
    counts[name] = el('b', {}, '0')
    places[name] = el('li', { 'data-station': name }, el('span', {}, PLACES[name]), counts[name], el('small', {}, name))
    return places[name]
  }))
  return {
    element,
    places,
    count: numbers => {
      for (const [name, number] of Object.entries(numbers)) counts[name].textContent = String(number)
    }
  }
}

const WAY = {
  trigger: { sent: ['decided', 'appended'], taken: ['appended', 'published'] },
  push: { sent: ['published', 'projected'], taken: ['projected', 'visible'] }
}

const TROUBLE = ['duplicated', 'dropped', 'failed', 'unanswered', 'crashed', 'dead_lettered']

const way = ({ hop, outcome }) =>
  WAY[hop][outcome] ?? (TROUBLE.includes(outcome) ? WAY[hop].sent : undefined)

/** Where a dot passes a station: at its lower edge, or at its left where they stand in a column. */
const stop = (place, around, isColumn) => {
  const { left, top, width, height } = place.getBoundingClientRect()
  const [x, y] = isColumn ? [0, height / 2] : [width / 2, height]
  return `translate(${left - around.left + x}px, ${top - around.top + y}px)`
}

const isCalm = matchMedia('(prefers-reduced-motion: reduce)')

/** A dot for a delivery; red and falling short for one that came to harm. */
export const animate = ({ element, places }, { name, data }) => {
  const [from, to] = (name === 'delivery' && way(data)) || []
  if (!from || isCalm.matches || element.querySelectorAll('.dot').length > MOST_DOTS) return
  if (Date.now() - data.at > FRESH_MILLIS) return
  const around = element.getBoundingClientRect()
  const isColumn = around.width < around.height
  const isTrouble = TROUBLE.includes(data.outcome)
  const dot = el('li', { class: isTrouble ? 'dot trouble' : 'dot', 'aria-hidden': 'true' })
  element.append(dot)
  const stops = [from, to].map(name => stop(places[name], around, isColumn))
  dot.animate(
    { transform: stops, opacity: [1, isTrouble ? 0 : 1] },
    { duration: TRAVEL_MILLIS, easing: 'ease-in-out' })
    .finished.then(() => dot.remove(), () => dot.remove())
}
