// A journey on the page.

import { el, milliseconds, short } from './dom.js'
import { HOPS } from './journeys.js'
import { aggregateLink, journeyLink } from './links.js'

const hop = (journey, [name, field], start) => {
  const at = journey[field]
  return el('li', { class: at === undefined ? 'waiting' : 'reached', 'data-hop': name },
    el('span', {}, name), ' ', el('b', {}, at === undefined ? '…' : `+${milliseconds(Math.max(0, at - start))}`))
}

/** From the moment that the request came, where the gateway has seen it. */
const start = journey => {
  const { command, decidedAt } = journey
  return command ? Math.min(command.at - command.millis, decidedAt) : decidedAt
}

const subscriber = (journey, [name, { tries, takenAt, isDead }]) => {
  const state = takenAt ? 'taken' : isDead ? 'dead' : 'waiting'
  const words = takenAt ? `+${milliseconds(takenAt - start(journey))}` : isDead ? 'dead letter' : '…'
  return el('li', { class: state }, name, ' ', words, tries > 1 && ` (${tries} deliveries)`)
}

const title = ({ service, aggregateId, type, version }) => el('h3', {},
  aggregateLink(service, aggregateId, type),
  ' ', el('small', {}, `${service} ${short(aggregateId)}, version ${version}`))

const ofEvent = journey => [
  title(journey.event),
  el('ol', { class: 'hops' }, HOPS.map(it => hop(journey, it, start(journey)))),
  journey.subscribers.size > 0 && el('ul', { class: 'subscribers', 'aria-label': 'Subscribers' },
    [...journey.subscribers].map(it => subscriber(journey, it))),
  journey.marks.size > 0 && el('ul', { class: 'marks', 'aria-label': 'What happened on the way' },
    [...journey.marks].map(([name, times]) => el('li', {}, times > 1 ? `${name} ${times}×` : name))),
  el('small', {}, journeyLink(correlationId(journey.event), 'All that followed'))
]

/** The stream has it beside the rest, the audit log in the metadata. */
const correlationId = event => event.correlationId ?? event.metadata.correlationId

const ofRefusal = ({ command, why }) => [
  el('h3', {},
    `${command.type || 'A command'} was refused `,
    el('small', {}, `${command.service}, ${command.status} in ${milliseconds(command.millis)}`)),
  el('p', {}, why)
]

const lost = number => (number === 1 ? '1 lost event' : `${number} lost events`)

const ofRepair = ({ view, source, events }) => [
  el('h3', {}, 'The reconciler mended a view'),
  el('p', {}, `${lost(events)} of ${source} went into ${view}.`)
]

const CONTENT = { event: ofEvent, refusal: ofRefusal, repair: ofRepair }

/** Shows a journey in an item of a list. */
export const fill = (item, journey) => {
  item.className = `journey ${journey.kind}`
  item.replaceChildren(...CONTENT[journey.kind](journey).filter(Boolean))
  return item
}
