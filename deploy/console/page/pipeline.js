// The pipeline as a picture: each event on its way, hop by hop.

import { chaosSwitch } from './chaos.js'
import { button, el } from './dom.js'
import { fill } from './journey.js'
import { live } from './live.js'
import { animate, stations } from './stations.js'
import { traffic } from './traffic.js'

const SHOWN = 40

const commands = number => (number === 1 ? '1 command was' : `${number} commands were`)

const summary = journeys => {
  if (!journeys.isConnected) return 'The system does not answer; what is missed will be shown when it does.'
  const { appended, visible } = journeys.counts()
  const refused = [...journeys.refusals.values()].reduce((sum, times) => sum + times, 0)
  return live.isLocal
    ? `${visible} of the last ${appended} events are visible in every view; ${commands(refused)} refused.`
    : `${visible} events are in the audit log; of those sent here, ${commands(refused)} refused.`
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
      el('p', { class: 'actions' }, pause, live.isLocal && traffic()),
      words,
      list),
    stop: () => {
      leave()
      switchOf?.stop()
      if (frame) cancelAnimationFrame(frame)
    }
  }
}
