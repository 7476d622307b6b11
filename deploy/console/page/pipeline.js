// The pipeline as a picture: each event on its way, hop by hop.

import { button, el, milliseconds, short } from './dom.js'
import { chaosSwitch } from './chaos.js'
import { animate, stations } from './stations.js'
import { HOPS } from './journeys.js'
import { live } from './live.js'

const SHOWN = 40

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

const ofEvent = journey => [
  el('h3', {},
    el('a', { href: `#/look/${journey.event.service}/${journey.event.aggregateId}` }, journey.event.type),
    ' ', el('small', {}, `${journey.event.service} ${short(journey.event.aggregateId)}, version ${journey.event.version}`)),
  el('ol', { class: 'hops' }, HOPS.map(it => hop(journey, it, start(journey)))),
  journey.subscribers.size > 0 && el('ul', { class: 'subscribers', 'aria-label': 'Subscribers' }, [...journey.subscribers].map(it => subscriber(journey, it))),
  journey.marks.size > 0 && el('ul', { class: 'marks', 'aria-label': 'What went wrong and was mended' },
    [...journey.marks].map(([name, times]) => el('li', {}, times > 1 ? `${name} ${times}×` : name))),
  el('a', { class: 'follow', href: `#/look/audit?correlationId=${encodeURIComponent(correlation(journey.event))}` }, 'All that followed')
]

const correlation = event => event.correlationId ?? event.metadata.correlationId

const ofRefusal = ({ command, why }) => [
  el('h3', {}, `${command.type || 'A command'} was refused `, el('small', {}, `${command.service}, ${command.status} in ${milliseconds(command.millis)}`)),
  el('p', {}, why)
]

const ofRepair = ({ view, source, events }) => [
  el('h3', {}, 'The reconciler mended a view'),
  el('p', {}, `${events} lost events of ${source} were applied to ${view}.`)
]

const CONTENT = { event: ofEvent, refusal: ofRefusal, repair: ofRepair }

const fill = (item, journey) => {
  item.className = `journey ${journey.kind}`
  item.replaceChildren(...CONTENT[journey.kind](journey).filter(Boolean))
}

const summary = journeys => {
  const { appended, visible } = journeys.counts()
  const refused = [...journeys.refusals.values()].reduce((sum, times) => sum + times, 0)
  return live.isLocal
    ? `${visible} of the last ${appended} events are visible in every view; ${refused} commands were refused.`
    : `${visible} events are in the audit log; ${refused} of our commands were refused.`
}

export const view = () => {
  const { journeys } = live
  const items = new Map()
  const list = el('ol', { class: 'journeys' })
  const words = el('p', { role: 'status' })
  const picture = stations()
  let isPaused = false
  let frame

  const draw = () => {
    frame = undefined
    for (const journey of journeys.takeChanged()) {
      if (!items.has(journey.key)) {
        items.set(journey.key, el('li'))
        list.prepend(items.get(journey.key))
      }
      fill(items.get(journey.key), journey)
    }
    while (list.children.length > SHOWN) {
      const oldest = list.lastElementChild
      items.forEach((item, key) => item === oldest && items.delete(key))
      oldest.remove()
    }
    picture.count(journeys.counts())
    const text = summary(journeys)
    if (words.textContent !== text) words.textContent = text
  }

  const pause = button('Pause', () => {
    isPaused = !isPaused
    pause.textContent = isPaused ? 'Go on' : 'Pause'
    if (!isPaused) draw()
  })

  const leave = live.onMessage(message => {
    if (isPaused) return
    animate(picture, message)
    frame ??= requestAnimationFrame(draw)
  })

  ;[...journeys.all.keys()].slice(-SHOWN).forEach(key => journeys.changed.add(key))
  draw()

  const switchOf = live.isLocal ? chaosSwitch(journeys.deliveryChaos) : undefined
  return {
    element: el('div', {},
      el('h2', {}, 'Pipeline'),
      el('p', {}, live.isLocal
        ? 'Each event on its way from its command to every view, as it happens. Times count from the request.'
        : 'What the audit log shows, asked every two seconds.'),
      picture.element,
      switchOf?.element,
      el('p', { class: 'actions' }, pause),
      words,
      list),
    stop: () => {
      leave()
      switchOf?.stop()
      if (frame) cancelAnimationFrame(frame)
    }
  }
}
