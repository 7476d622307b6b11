// Dead letters: what subscriptions gave up on, and why. They can be published again.

import { get, reason, send } from './api.js'
import { button, el, newId } from './dom.js'
import { aggregateLinkIfShown } from './links.js'
import { live } from './live.js'

const COLUMNS = ['decided', 'event', 'about', 'version', 'why']

const source = topic => topic.replace(/-events$/, '')

const row = (topic, letter) => {
  const cells = [
    letter.time && new Date(letter.time).toLocaleString(), letter.type,
    aggregateLinkIfShown(source(topic), letter.aggregateId), letter.version, letter.reason
  ]
  return el('tr', {}, cells.map((cell, i) => el('td', { 'data-label': COLUMNS[i] }, cell ?? '')))
}

const count = ({ letters, orMore }) => `${letters}${orMore ? ' or more' : ''}`

const words = it => `${count(it)} dead letter${it.letters === 1 && !it.orMore ? '' : 's'} of ${it.subscription}`

/** Asks whether somebody means it; `closed` is called whatever they say. */
const confirmation = (of, confirmed, closed) => {
  const id = newId('confirm')
  const close = () => dialog.close()
  const dialog = el('dialog', { 'aria-labelledby': id },
    el('h2', { id }, `Publish ${words(of)} again?`),
    el('p', {}, `They go to ${of.topic}: each of its subscribers gets them once more, and drops what it has already.`),
    el('p', {}, 'What still can\'t be applied comes back here.'),
    el('p', { class: 'actions' },
      button('Cancel', close, { autofocus: true }),
      button('Publish again', () => {
        close()
        confirmed()
      })))
  dialog.addEventListener('close', () => {
    dialog.remove()
    closed()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

const table = of => el('table', {},
  el('caption', { class: 'hidden' }, `Dead letters of ${of.subscription}`),
  el('thead', {}, el('tr', {}, COLUMNS.map(name => el('th', { scope: 'col' }, name)))),
  el('tbody', {}, of.items.map(letter => row(of.topic, letter))))

const gone = number => `${number === 1 ? '1 older one is' : `${number} older ones are`} gone: there was no room.`

const section = (of, ask) => el('section', { 'data-subscription': of.subscription },
  el('h3', {}, words(of)),
  of.lost > 0 && el('p', {}, gone(of.lost)),
  of.items.length < of.letters && el('p', {}, `The first ${of.items.length}:`),
  of.letters > 0 && [
    el('p', { class: 'actions' }, button(`Publish those of ${of.subscription} again…`, () => ask(of))),
    table(of)
  ])

export const letters = () => {
  const status = el('p', { role: 'status' })
  const found = el('div')
  const refresh = button('Refresh', () => {
    done = ''
    status.textContent = 'Looking…'
    look()
  })
  let done = ''
  let isLooking = false
  let isStale = false
  let dialog

  const redrive = async of => {
    status.textContent = 'Publishing…'
    const answer = await send({ method: 'PUT', path: `/local/deadletters/${of.subscription}` })
    done = answer.ok ? `${answer.json.redriven} of ${words(answer.json)} published again.` : reason(answer)
    look()
  }

  const ask = of => {
    dialog = confirmation(of, () => redrive(of), () => {
      dialog = undefined
      if (isStale) look()
    })
  }

  /** Whoever was at a button is at it again, or at what is left. */
  const show = answer => {
    const focused = found.contains(document.activeElement) &&
      document.activeElement.closest('[data-subscription]').dataset.subscription
    const items = answer.ok ? answer.json.items : []
    found.replaceChildren(...items.map(of => section(of, ask)))
    if (focused) (found.querySelector(`[data-subscription="${focused}"] button`) ?? refresh).focus()
    const nothing = answer.ok && !items.length ? 'There are no dead letters.' : ''
    status.textContent = [done, answer.ok ? nothing : reason(answer)].filter(it => it).join(' ')
  }

  /** One at a time: letters come in crowds, and whoever looks keeps others waiting. */
  const look = async () => {
    isStale = true
    if (isLooking) return
    isLooking = true
    // What somebody is asked about stays as it is.
    while (isStale && !dialog) {
      isStale = false
      const answer = await get('/local/deadletters')
      if (dialog) isStale = true
      else show(answer)
    }
    isLooking = false
  }

  status.textContent = 'Looking…'
  look()
  const leave = live.onMessage(({ name, data }) => name === 'delivery' && data.outcome === 'dead_lettered' && look())

  return {
    element: el('div', {},
      el('h2', {}, 'Dead letters'),
      el('p', { class: 'actions' }, refresh),
      status, found),
    stop: () => {
      leave()
      dialog?.close()
    }
  }
}
