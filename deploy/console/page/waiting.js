// What running processes wait for: an answer from the outside, or a time.

import { get, reason } from './api.js'
import { el } from './dom.js'
import { aggregateLinkIfShown } from './links.js'

const LOOK_EVERY_MILLIS = 500

const STATES = {
  UNKNOWN: 'nobody knows whether it has happened: a person must find out',
  ASKING: 'asked, and not answered yet',
  NOT_ASKED: 'could not be asked, and is asked again'
}

const COLUMNS = ['service', 'about', 'waits for', 'how', 'until', 'why']

const time = timestamp => (timestamp ? new Date(timestamp).toLocaleTimeString() : '')

const span = seconds => {
  const size = Math.abs(seconds)
  return size < 120 ? `${size} s` : `${Math.round(size / 60)} min`
}

const claim = it => [
  it.service,
  aggregateLinkIfShown(it.service, it.aggregateId),
  it.effect,
  `${STATES[it.state]} (${it.attempts === 1 ? 'once' : `${it.attempts} times`} in ${span(it.ageSeconds)})`,
  time(it.leasedUntil),
  it.why
]

const deadline = it => [
  it.service,
  aggregateLinkIfShown(it.service, it.aggregateId),
  it.deadline,
  it.secondsLeft < 0 ? `late by ${span(it.secondsLeft)}` : `its time comes in ${span(it.secondsLeft)}`,
  time(it.at),
  it.triedAgainAt ? `could not be met, tried again at ${time(it.triedAgainAt)}` : ''
]

const row = it => {
  const cells = it.kind === 'claim' ? claim(it) : deadline(it)
  return el('tr', { 'data-state': it.state ?? 'DEADLINE', class: it.needsPerson ? 'bad' : undefined },
    cells.map((cell, i) => el('td', { 'data-label': COLUMNS[i] }, cell)))
}

const needed = items => items.filter(it => it.needsPerson).length

const summary = (steps, omitted) => {
  if (!steps.length) return 'No process waits for anything.'
  const more = omitted ? `, and ${omitted} or more that are not shown` : ''
  return `${steps.length} shown${more}. ${needed(steps) ? `${needed(steps)} need a person.` : 'None needs a person.'}`
}

/** Asks anew until it is stopped. */
export const waiting = () => {
  const rows = el('tbody')
  const status = el('p', { role: 'status' })
  let timer

  const show = answer => {
    if (!answer.ok) {
      rows.replaceChildren()
      status.textContent = reason(answer)
      return
    }
    const steps = answer.json.items.filter(it => it.kind === 'claim' || it.kind === 'deadline')
    const omitted = answer.json.items.filter(it => it.kind === 'omitted').reduce((sum, it) => sum + it.omitted.number, 0)
    const words = summary(steps, omitted)
    if (status.textContent !== words) status.textContent = words
    // Whoever is in the list is not disturbed.
    if (!rows.contains(document.activeElement)) rows.replaceChildren(...steps.map(row))
  }
  const look = async () => {
    if (!document.hidden) show(await get('/local/processes'))
    if (timer !== undefined) timer = setTimeout(look, LOOK_EVERY_MILLIS)
  }
  timer = setTimeout(look)

  const element = el('div', {},
    el('h2', {}, 'Running processes'),
    status,
    el('table', {},
      el('caption', { class: 'hidden' }, 'Running processes'),
      el('thead', {}, el('tr', {}, COLUMNS.map(name => el('th', { scope: 'col' }, name)))),
      rows))
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
  }
  return { element, stop }
}
