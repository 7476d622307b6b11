// Dead letters: what subscriptions gave up on, and why. They can be published again.

import { get, reason, send } from './api.js'
import { button, el, newId } from './dom.js'
import { aggregateLink } from './links.js'
import { live } from './live.js'
import { resources } from './openapi.js'

const COLUMNS = ['decided', 'event', 'about', 'version', 'why']

const source = topic => topic.replace(/-events$/, '')

const about = (topic, { aggregateId }) => {
  const service = source(topic)
  return resources().some(it => it.service === service) ? aggregateLink(service, aggregateId) : aggregateId
}

const row = (topic, letter) => {
  const cells = [
    letter.time && new Date(letter.time).toLocaleString(), letter.type, about(topic, letter), letter.version, letter.reason
  ]
  return el('tr', {}, cells.map((cell, i) => el('td', { 'data-label': COLUMNS[i] }, cell ?? '')))
}

const count = ({ letters, orMore }) => `${letters}${orMore ? ' or more' : ''}`

const words = it => `${count(it)} dead letter${it.letters === 1 && !it.orMore ? '' : 's'} of ${it.subscription}`

/** Asks whether somebody means it. */
const confirmation = (of, confirmed) => {
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
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

const table = of => el('table', {},
  el('caption', { class: 'hidden' }, `Dead letters of ${of.subscription}`),
  el('thead', {}, el('tr', {}, COLUMNS.map(name => el('th', { scope: 'col' }, name)))),
  el('tbody', {}, of.items.map(letter => row(of.topic, letter))))

export const letters = () => {
  const status = el('p', { role: 'status' })
  const found = el('div')

  const redrive = async of => {
    status.textContent = 'Publishing…'
    const answer = await send({ method: 'PUT', path: `/local/deadletters/${of.subscription}` })
    await look(answer.ok
      ? `${answer.json.redriven} of ${words(answer.json)} published again.`
      : reason(answer))
  }

  const section = of => el('section', { 'data-subscription': of.subscription },
    el('h3', {}, words(of)),
    of.items.length < of.letters && el('p', {}, `The first ${of.items.length}:`),
    el('p', { class: 'actions' }, button(`Publish those of ${of.subscription} again…`, () => confirmation(of, () => redrive(of)))),
    table(of))

  const look = async after => {
    if (!after) status.textContent = 'Looking…'
    const answer = await get('/local/deadletters')
    found.replaceChildren(...(answer.ok ? answer.json.items.map(section) : []))
    const nothing = answer.ok && !answer.json.items.length ? 'There are no dead letters.' : ''
    status.textContent = [after, answer.ok ? nothing : reason(answer)].filter(it => it).join(' ')
  }
  look()

  const element = el('div', {},
    el('h2', {}, 'Dead letters'),
    el('p', { class: 'actions' }, button('Refresh', () => look())),
    status, found)
  return { element, stop: live.onMessage(({ name, data }) => name === 'delivery' && data.outcome === 'dead_lettered' && look()) }
}
